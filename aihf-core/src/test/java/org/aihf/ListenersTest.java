package org.aihf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {
  @TempDir Path directory;

  @Test
  void stopsAfterSoManyIterationsWithoutAGain() {
    EarlyStopping stopping = new EarlyStopping(m -> m.get("quality"), 2, 0.1);
    List<Boolean> goesOn = new ArrayList<>();
    for (double value : new double[] {1, 2, 2.05, Double.NaN}) {
      goesOn.add(stopping.onIteration(goesOn.size(), Metrics.of("quality", value)));
    }
    assertThat(goesOn).containsExactly(true, true, true, false);
    assertThat(stopping.best()).isEqualTo(2);
  }

  @Test
  void aGainGivesNewPatience() {
    EarlyStopping stopping = new EarlyStopping(m -> -m.get("loss"), 2, 0);
    for (double loss : new double[] {3, 4, 2, 5, 1, 6}) {
      assertThat(stopping.onIteration(0, Metrics.of("loss", loss))).isTrue();
    }
    assertThat(stopping.onIteration(0, Metrics.of("loss", 1))).isFalse();
  }

  @Test
  void theBestIterationIsKeptAndNoOther() throws IOException {
    Counter counter = new Counter();
    Path kept = directory.resolve("best");
    BestCheckpoint best = new BestCheckpoint(counter, kept, m -> m.get("quality"));
    for (double value : new double[] {1, 3, 2, Double.NaN, 3}) {
      counter.count++;
      assertThat(best.onIteration(counter.count - 1, Metrics.of("quality", value))).isTrue();
    }
    assertThat(Files.readString(kept.resolve("count.txt"))).isEqualTo("2");
    assertThat(best.iteration()).isEqualTo(1);
    assertThat(best.best()).isEqualTo(3);
  }

  @Test
  void bothGoOnWhereTheyStood() throws IOException {
    EarlyStopping first = new EarlyStopping(m -> m.get("quality"), 3, 0);
    BestCheckpoint best =
        new BestCheckpoint(new Counter(), directory.resolve("best"), m -> m.get("quality"));
    for (double value : new double[] {1, 0.1 + 0.2, 0.5}) {
      first.onIteration(0, Metrics.of("quality", value));
      best.onIteration(7, Metrics.of("quality", value));
    }
    Path state = Files.createDirectory(directory.resolve("state"));
    first.save(state);
    best.save(state);

    EarlyStopping second = new EarlyStopping(m -> m.get("quality"), 3, 0);
    BestCheckpoint same =
        new BestCheckpoint(new Counter(), directory.resolve("best"), m -> m.get("quality"));
    second.restore(state);
    same.restore(state);
    assertThat(second.best()).isEqualTo(1);
    assertThat(second.onIteration(0, Metrics.of("quality", 0.9))).isFalse();
    assertThat(second.isDue()).isTrue();
    assertThat(same.best()).isEqualTo(1);
    assertThat(same.iteration()).isEqualTo(7);
    Files.writeString(state.resolve("early-stopping.txt"), "1");
    assertThatThrownBy(() -> second.restore(state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("early-stopping.txt");
  }

  @Test
  void severalListenersAreAllHeardAndAnyOfThemStops() {
    List<String> heard = new ArrayList<>();
    AihfListener both = AihfListener.all(naming("a", false, heard), naming("b", true, heard));
    both.onPolicyStep(0, Metrics.empty());
    both.onRewardStep(0, Metrics.empty());
    assertThat(both.onIteration(0, Metrics.empty())).isFalse();
    assertThat(heard)
        .containsExactly("a policy", "b policy", "a reward", "b reward", "a end", "b end");
  }

  @Test
  void refusesImpossibleOptions() {
    assertThatThrownBy(() -> new EarlyStopping(m -> 0, 0, 0))
        .hasMessage("patience must be at least 1, not 0");
    assertThatThrownBy(() -> new EarlyStopping(m -> 0, 1, -1))
        .hasMessage("minimumGain must be finite and >= 0, not -1.0");
  }

  private static final class Counter implements Checkpointable {
    private int count;

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve("count.txt"), Integer.toString(count));
    }

    @Override
    public void restore(Path directory) throws IOException {
      count = Integer.parseInt(Files.readString(directory.resolve("count.txt")));
    }
  }

  private static AihfListener naming(String name, boolean goesOn, List<String> heard) {
    return new AihfListener() {
      @Override
      public void onPolicyStep(int iteration, Metrics metrics) {
        heard.add(name + " policy");
      }

      @Override
      public void onRewardStep(int iteration, Metrics metrics) {
        heard.add(name + " reward");
      }

      @Override
      public boolean onIteration(int iteration, Metrics metrics) {
        heard.add(name + " end");
        return goesOn;
      }
    };
  }
}
