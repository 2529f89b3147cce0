package dev.edgewise.samples.vision;

import static java.util.Objects.requireNonNull;

/**
 * A picture that cannot be looked at: it is no PNG or JPEG, is broken, too small or too large. Its
 * message says what is wrong and what to do.
 */
public final class UnreadablePicture extends Exception {
  private static final long serialVersionUID = 1L;

  private final String picture;

  /**
   * All that a caller gets to know of it.
   *
   * @param picture its name
   * @param message what is wrong, and what to do
   */
  public UnreadablePicture(String picture, String message) {
    super(message);
    this.picture = requireNonNull(picture, "picture");
  }

  /** The name of the picture. */
  public String picture() {
    return picture;
  }
}
