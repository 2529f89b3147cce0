package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * A request for pictures just after one of its steps. What costs something is made when it is asked
 * for, on the thread that asks; only while {@link PictureTerms.Progress#step} is running.
 */
public final class Sketch {
  private final int picture;
  private final int step;
  private final int steps;
  private final PictureState state;
  private final Supplier<Drawn.Picture> preview;
  private final PictureTerms.Place place;

  Sketch(
      int picture,
      int step,
      int steps,
      PictureState state,
      Supplier<Drawn.Picture> preview,
      PictureTerms.Place place) {
    this.picture = picture;
    this.step = step;
    this.steps = steps;
    this.state = requireNonNull(state, "state");
    this.preview = requireNonNull(preview, "preview");
    this.place = requireNonNull(place, "place");
  }

  /** Which picture took the step, from 0. */
  public int picture() {
    return picture;
  }

  /** How many steps of that picture are done, from 1. */
  public int step() {
    return step;
  }

  /** How many steps each picture takes. */
  public int steps() {
    return steps;
  }

  /** From where the request can go on; after the last step of a picture that is the next one. */
  public PictureState state() {
    return state;
  }

  /**
   * The clean picture that this step foresaw in the noise, of the size that the finished one will
   * have. Takes as long as decoding a picture.
   */
  public Drawn.Picture preview() throws InterruptedException {
    return place.run(preview);
  }
}
