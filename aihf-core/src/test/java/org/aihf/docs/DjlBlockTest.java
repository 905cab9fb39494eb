package org.aihf.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.objective.JointObjective;
import org.aihf.policy.Policy;
import org.aihf.policy.PolicyContract;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardFunction;
import org.aihf.reward.RewardModel;
import org.aihf.reward.RewardModelContract;
import org.aihf.run.AtomicFiles;
import org.aihf.score.ScoreModel;
import org.aihf.tabular.Softmax;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.BlockRewardModel;
import org.aihf.torch.BlockScoreModel;
import org.aihf.torch.BlockScores;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of one's own, as DJL blocks; quoted by docs/how-to/djl-block.md. */
class DjlBlockTest {
  private static final int ACTIONS = 3;
  private static final int FEATURES = 4;

  private static TorchRuntime runtime;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    runtime = TorchRuntime.cpu(1);
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /** An action taken in a context. */
  @SuppressWarnings("ArrayRecordComponent")
  record Decision(float[] context, int action) {}

  // snippet: block
  static Block network(int inputs, int outputs) {
    return new SequentialBlock()
        .add(Linear.builder().setUnits(16).build())
        .add(Activation.tanhBlock())
        .add(Linear.builder().setUnits(outputs).build());
  }

  static Block initialized(int inputs, int outputs) {
    Block block = network(inputs, outputs);
    runtime.manager().getEngine().setRandomSeed(1);
    block.initialize(runtime.manager(), DataType.FLOAT32, new Shape(1, inputs));
    return block;
  }

  // end

  // snippet: reward
  /** R(x, a): the context and the action as one-of-n go in, one number comes out. */
  static BlockRewardModel<Decision> reward(Block block) {
    BlockScores<Decision> inputs =
        (scope, decisions) -> {
          float[][] rows = new float[decisions.size()][FEATURES + ACTIONS];
          for (int i = 0; i < rows.length; i++) {
            System.arraycopy(decisions.get(i).context(), 0, rows[i], 0, FEATURES);
            rows[i][FEATURES + decisions.get(i).action()] = 1;
          }
          return new NDList(scope.create(rows));
        };
    AdamWConfig optimizer = AdamWConfig.defaults();
    return new BlockRewardModel<>(
        new BlockScoreModel<>(runtime, block, inputs, optimizer, 64),
        new LearningRateSchedule.Constant(1e-2, 0));
  }

  // end

  // snippet: policy
  /** The scalars of a context: log π(a|x) of every action. */
  private static final BlockScores<float[]> LOG_PROBS =
      new BlockScores<>() {
        @Override
        public NDList inputs(NDManager scope, List<float[]> contexts) {
          return new NDList(scope.create(contexts.toArray(float[][]::new)));
        }

        @Override
        public NDArray scores(NDList outputs, List<float[]> contexts) {
          return outputs.head().logSoftmax(1);
        }
      };

  /** π(a|x) by a network of logits; π⁰ is uniform. */
  static final class BlockPolicy implements Policy<Decision>, AutoCloseable {
    private final BlockScoreModel<float[]> model;
    private final List<float[]> contexts;
    private final double beta;
    private final RandomStream random;

    BlockPolicy(Block block, List<float[]> contexts, double beta, RandomStream random) {
      AdamWConfig optimizer = AdamWConfig.defaults();
      this.model = new BlockScoreModel<>(runtime, block, LOG_PROBS, optimizer, 256);
      this.contexts = contexts;
      this.beta = beta;
      this.random = random;
    }

    /** Exact: ∂/∂log π(a|x) of Σ π (R − β log π/π⁰), with a baseline, of every action. */
    @Override
    public Metrics align(RewardFunction<Decision> reward, int steps, Consumer<Metrics> onStep) {
      List<Metrics> history = new ArrayList<>();
      double[] rewards =
          reward.finiteScores(contexts.stream().flatMap(x -> everyAction(x).stream()).toList());
      for (int step = 0; step < steps; step++) {
        double[] sums = new double[2];
        ScoreModel.Coefficients rule =
            (group, scores) -> {
              double[] logProbs = scores[0];
              int first = group * ACTIONS;
              double value = 0;
              for (int a = 0; a < ACTIONS; a++) {
                double kl = Math.log(ACTIONS) + logProbs[a];
                value += Math.exp(logProbs[a]) * (rewards[first + a] - beta * kl);
                sums[0] += Math.exp(logProbs[a]) * rewards[first + a] / contexts.size();
                sums[1] += Math.exp(logProbs[a]) * kl / contexts.size();
              }
              double[] coefficients = new double[ACTIONS];
              for (int a = 0; a < ACTIONS; a++) {
                double advantage =
                    rewards[first + a] - beta * (Math.log(ACTIONS) + logProbs[a]) - value;
                coefficients[a] = -Math.exp(logProbs[a]) * advantage / contexts.size();
              }
              return new double[][] {coefficients};
            };
        model.accumulate(contexts.stream().map(List::of).toList(), rule);
        model.step(3e-2);
        history.add(Metrics.of("objective/scores", sums[0]).with("objective/kl", sums[1]));
        onStep.accept(history.get(step));
      }
      return Metrics.mean(history);
    }

    double[] probabilities(float[] context) {
      return Softmax.of(model.evaluate(List.of(List.of(context)))[0][0]);
    }

    @Override
    public List<Decision> sample(List<Decision> given) {
      return given.stream()
          .map(d -> new Decision(d.context(), Softmax.sample(probabilities(d.context()), random)))
          .toList();
    }

    // end

    @Override
    public void save(Path directory) {
      model.saveState(directory);
      AtomicFiles.write(directory.resolve("random.txt"), Long.toString(random.state()));
    }

    @Override
    public void restore(Path directory) throws IOException {
      model.restoreState(directory);
      random.resumeAt(Long.parseLong(Files.readString(directory.resolve("random.txt"))));
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private static List<Decision> everyAction(float[] context) {
    return IntStream.range(0, ACTIONS).mapToObj(a -> new Decision(context, a)).toList();
  }

  @Test
  void theLoopTrainsBothBlocks() {
    List<float[]> contexts = contexts(64, 1);
    List<Decision> demonstrations = contexts.stream().map(x -> new Decision(x, best(x))).toList();
    try (BlockRewardModel<Decision> reward = reward(initialized(FEATURES + ACTIONS, 1));
        BlockPolicy policy =
            new BlockPolicy(initialized(FEATURES, ACTIONS), contexts, 0.2, RandomStream.of(2))) {
      Aihf.builder(policy, reward)
          .config(new AihfConfig(60, 4, 4, JointObjective.logistic(1), 32, 0, 1))
          .demonstrations(demonstrations)
          .build()
          .run();
      double right =
          contexts.stream().mapToDouble(x -> policy.probabilities(x)[best(x)]).average().orElse(0);
      assertThat(right).isGreaterThan(0.8);
    }
  }

  @Test
  void djlServesWhatWasTrained() throws Exception {
    Block block = initialized(FEATURES + ACTIONS, 1);
    try (BlockRewardModel<Decision> reward = reward(block)) {
      Decision decision = new Decision(new float[] {1, 2, 3, 4}, 1);
      reward.align(
          new RewardBatch<>(
              List.of(decision), List.of(new Decision(decision.context(), 0)), List.of()),
          JointObjective.linear(1));
      double score = reward.score(List.of(decision))[0];

      // snippet: serve
      try (Model model = Model.newInstance("reward", "PyTorch")) {
        model.setBlock(block);
        model.save(directory, "reward");
      }
      Criteria<NDList, NDList> criteria =
          Criteria.builder()
              .setTypes(NDList.class, NDList.class)
              .optEngine("PyTorch")
              .optModelPath(directory)
              .optModelName("reward")
              .optBlock(network(FEATURES + ACTIONS, 1))
              .build();
      try (ZooModel<NDList, NDList> served = criteria.loadModel();
          Predictor<NDList, NDList> predictor = served.newPredictor();
          NDManager scope = runtime.newScope()) {
        NDArray input = scope.create(new float[][] {{1, 2, 3, 4, 0, 1, 0}});
        float answer = predictor.predict(new NDList(input)).head().toFloatArray()[0];
        // end
        assertThat((double) answer).isCloseTo(score, within(1e-6));
      }
    }
  }

  @Test
  void theGradientOfALinearBlockIsTheSumOfCoefficientsTimesInputs() {
    Block block = Linear.builder().setUnits(1).optBias(false).build();
    block.initialize(runtime.manager(), DataType.FLOAT32, new Shape(1, 2));
    BlockScores<float[]> inputs =
        (scope, rows) -> new NDList(scope.create(rows.toArray(float[][]::new)));
    try (BlockScoreModel<float[]> model =
        new BlockScoreModel<>(runtime, block, inputs, AdamWConfig.defaults(), 8)) {
      double[] coefficients = {0.5, -2};
      model.accumulate(
          List.of(List.of(new float[] {1, 4}), List.of(new float[] {3, -1})),
          (group, scores) -> new double[][] {{coefficients[group]}});
      assertThat(model.step(0)).isCloseTo(Math.hypot(0.5 - 6, 2 + 2), within(1e-6));
    }
  }

  @Test
  void theResultIsTheSameWhateverTheMicroBatch() {
    float[][] whole = weightsAfterAStep(64);
    float[][] single = weightsAfterAStep(1);
    for (int i = 0; i < whole.length; i++) {
      assertThat(single[i]).containsExactly(whole[i], within(1e-6f));
    }
  }

  @Test
  void stepsLeaveNoArrayBehind() {
    try (BlockRewardModel<Decision> reward = reward(initialized(FEATURES + ACTIONS, 1))) {
      RewardBatch<Decision> batch = batch();
      reward.align(batch, JointObjective.linear(1));
      int before = runtime.liveArrays();
      for (int i = 0; i < 50; i++) {
        reward.align(batch, JointObjective.linear(1));
        reward.score(batch.demonstrations());
      }
      assertThat(runtime.liveArrays()).isEqualTo(before);
    }
  }

  @Test
  void aBlockWithoutValuesIsRefused() {
    assertThatThrownBy(() -> reward(network(FEATURES + ACTIONS, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("call block.initialize first");
  }

  @Nested
  class TheReward extends RewardModelContract<Decision> {
    @Override
    protected RewardModel<Decision> create() {
      return reward(initialized(FEATURES + ACTIONS, 1));
    }

    @Override
    protected RewardBatch<Decision> batch() {
      return DjlBlockTest.batch();
    }

    @Override
    protected int learningSteps() {
      return 40;
    }
  }

  @Nested
  class ThePolicy extends PolicyContract<Decision> {
    @Override
    protected Policy<Decision> create(long seed) {
      return new BlockPolicy(
          initialized(FEATURES, ACTIONS), contexts(20, 3), 0.2, RandomStream.of(seed));
    }

    @Override
    protected List<Decision> trajectories() {
      return contexts(4, 4).stream().map(x -> new Decision(x, 0)).toList();
    }

    @Override
    protected RewardFunction<Decision> reward() {
      return batch ->
          batch.stream().mapToDouble(d -> d.action() == best(d.context()) ? 2 : 0).toArray();
    }

    @Override
    protected int learningSteps() {
      return 60;
    }

    @Override
    protected double gain() {
      return 0.3;
    }

    @Override
    protected Object contextOf(Decision decision) {
      return Arrays.toString(decision.context());
    }

    @Override
    protected Object contentOf(Decision decision) {
      return Arrays.toString(decision.context()) + decision.action();
    }
  }

  private static float[][] weightsAfterAStep(int microBatch) {
    Block block = initialized(FEATURES, ACTIONS);
    try (BlockScoreModel<float[]> model =
        new BlockScoreModel<>(runtime, block, LOG_PROBS, AdamWConfig.defaults(), microBatch)) {
      List<List<float[]>> groups = contexts(8, 5).stream().map(List::of).toList();
      model.accumulate(
          groups, (group, scores) -> new double[][] {{group, 1 - group * 0.3, scores[0][2]}});
      model.step(1e-2);
      return block.getParameters().values().stream()
          .map(parameter -> parameter.getArray().toFloatArray())
          .toArray(float[][]::new);
    }
  }

  private static RewardBatch<Decision> batch() {
    float[] first = {1, 0, 0, 0};
    float[] second = {0, 1, 0, 0};
    return new RewardBatch<>(
        List.of(new Decision(first, 0), new Decision(second, 1)),
        List.of(new Decision(first, 1), new Decision(second, 2)),
        List.of(Preference.of(new Decision(first, 0), new Decision(first, 2))));
  }

  /** The truth: the largest of the first three features. */
  private static int best(float[] context) {
    return IntStream.range(0, ACTIONS).reduce(0, (a, b) -> context[b] > context[a] ? b : a);
  }

  private static List<float[]> contexts(int count, long seed) {
    RandomStream random = RandomStream.of(seed);
    return Stream.generate(
            () -> {
              double[] x = DoubleStream.generate(random::nextGaussian).limit(FEATURES).toArray();
              return new float[] {(float) x[0], (float) x[1], (float) x[2], (float) x[3]};
            })
        .limit(count)
        .toList();
  }
}
