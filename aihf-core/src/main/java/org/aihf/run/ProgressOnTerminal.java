package org.aihf.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar that appears after two seconds, so that short tasks leave no trace. */
final class ProgressOnTerminal implements Progress {
  private final String task;
  private final long total;
  private final Stopwatch clock = Stopwatch.start();
  private @Nullable ProgressBar bar;
  private String message = "";
  private long before;
  private long done;
  private boolean closed;

  ProgressOnTerminal(String task, long total) {
    this.task = task;
    this.total = total;
    CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(this::show);
  }

  private synchronized void show() {
    if (closed) {
      return;
    }
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total > 0 ? total : -1)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(500)
            .showSpeed()
            .setConsumer(new ConsoleProgressBarConsumer(System.err, Terminal.columns()))
            .startsFrom(before, java.time.Duration.ofMillis((long) (clock.seconds() * 1000)))
            .build();
    bar.stepTo(done);
    bar.setExtraMessage(message);
  }

  @Override
  public synchronized void resumeAfter(long units) {
    before = units;
    done = units;
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public synchronized void advance(long units) {
    done += units;
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public synchronized void message(String text) {
    message = " " + text;
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (bar != null) {
      bar.close();
    }
  }
}
