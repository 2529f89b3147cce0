package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.function.BooleanSupplier;

/**
 * Until when, and for whom, pictures are drawn. Looked at before every step, so a call ends at most
 * one step late.
 *
 * @param deadlineNanos of the pipeline's clock; {@link Long#MAX_VALUE} for none
 * @param cancelled whether the caller has given up
 * @param progress told of every step that is done, on the thread that draws
 */
public record PictureTerms(long deadlineNanos, BooleanSupplier cancelled, Progress progress) {
  /** No deadline, no cancellation, nobody watches. */
  public static final PictureTerms NONE = new PictureTerms(Long.MAX_VALUE, () -> false, now -> {});

  public PictureTerms {
    requireNonNull(cancelled, "cancelled");
    requireNonNull(progress, "progress");
  }

  /** Watches pictures grow. */
  @FunctionalInterface
  public interface Progress {
    /** A step is done. */
    void step(Sketch now);
  }
}
