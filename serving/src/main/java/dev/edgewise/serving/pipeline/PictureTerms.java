package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Until when, where and for whom pictures are drawn. Looked at before every step, so a call ends at
 * most one step late.
 *
 * @param deadlineNanos of the pipeline's clock; {@link Long#MAX_VALUE} for none
 * @param cancelled whether the caller has given up
 * @param place where networks run
 * @param progress told of every step that is done, on the thread that asked
 */
public record PictureTerms(
    long deadlineNanos, BooleanSupplier cancelled, Place place, Progress progress) {
  /** No deadline, no cancellation, nobody watches. */
  public static final PictureTerms NONE = new PictureTerms(Long.MAX_VALUE, () -> false, now -> {});

  public PictureTerms {
    requireNonNull(cancelled, "cancelled");
    requireNonNull(place, "place");
    requireNonNull(progress, "progress");
  }

  /** Networks run on the thread that asks for pictures. */
  public PictureTerms(long deadlineNanos, BooleanSupplier cancelled, Progress progress) {
    this(deadlineNanos, cancelled, Place.HERE, progress);
  }

  /** Where networks run: piece by piece, so that several requests take turns. */
  public interface Place {
    /** On the thread that asks. */
    Place HERE =
        new Place() {
          @Override
          public <R> R run(Supplier<R> work) {
            return work.get();
          }
        };

    /** Runs something and waits for it; what it throws comes out. */
    <R> R run(Supplier<R> work) throws InterruptedException;
  }

  /** Watches pictures grow. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A step is done.
     *
     * @throws InterruptedException when nobody wants the pictures any more
     */
    void step(Sketch now) throws InterruptedException;
  }
}
