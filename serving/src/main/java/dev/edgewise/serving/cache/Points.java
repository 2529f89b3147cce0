package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.TextEmbedder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Makes points of texts on threads of its own, few and with a short line: whoever does not get one
 * in time does without. Opens the embedder with the first text. Thread-safe.
 */
final class Points implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Points.class.getName());
  private static final int THREADS = 2;
  private static final int LINE = 64;

  private final Supplier<Optional<TextEmbedder>> opener;
  private final ThreadPoolExecutor threads;
  private final AtomicLong failures = new AtomicLong();

  // Guarded by this.
  private boolean opened;
  private Optional<TextEmbedder> embedder = Optional.empty();

  /**
   * A point.
   *
   * @param model that made it
   * @param values of length 1
   */
  record Point(String model, float[] values) {}

  /** Points by an embedder that stays its owner's. */
  Points(Supplier<Optional<TextEmbedder>> opener) {
    this.opener = requireNonNull(opener, "opener");
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(LINE),
            // Native code would pin virtual threads' carriers.
            Thread.ofPlatform().daemon().name("edgewise-points-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Begins to make one; what cannot be made fails. */
  CompletableFuture<Point> of(String text) {
    CompletableFuture<Point> point = new CompletableFuture<>();
    try {
      threads.execute(() -> make(text, point));
    } catch (RejectedExecutionException e) {
      point.completeExceptionally(e);
    }
    return point;
  }

  private void make(String text, CompletableFuture<Point> point) {
    if (point.isDone()) {
      return;
    }
    try {
      TextEmbedder embedder =
          embedder()
              .orElseThrow(() -> new IllegalStateException("this node has nothing that embeds"));
      point.complete(new Point(embedder.model(), embedder.embed(text)));
    } catch (RuntimeException | LinkageError e) {
      point.completeExceptionally(e);
    }
  }

  private synchronized Optional<TextEmbedder> embedder() {
    if (!opened) {
      opened = true;
      try {
        embedder = opener.get();
      } catch (RuntimeException | LinkageError e) {
        LOG.log(
            Level.WARNING,
            "questions that only mean alike are not recognised on this node, since texts cannot be"
                + " compared here: "
                + e.getMessage());
      }
    }
    return embedder;
  }

  /** Waits for one; empty when it did not come in time, or never will. */
  Optional<Point> await(CompletableFuture<Point> point, Duration patience)
      throws InterruptedException {
    try {
      return Optional.of(point.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      failures.incrementAndGet();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (failures.getAndIncrement() == 0) {
        LOG.log(Level.DEBUG, "a question could not be compared with others: " + e.getCause());
      }
      return Optional.empty();
    }
  }

  /** How often somebody did without. */
  long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    threads.shutdownNow().clear();
  }
}
