package dev.edgewise.serving.protocol.openai;

/** Ends the reading of a request; never leaves this package. */
final class WrongField extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ApiError error;

  private WrongField(ApiError error) {
    // A stranger's mistake, however often: no trace of ours.
    super(error.message(), null, false, false);
    this.error = error;
  }

  static WrongField of(ApiError error) {
    return new WrongField(error);
  }

  /**
   * A field with a value that cannot be taken.
   *
   * @param expected how it should be
   */
  static WrongField of(String field, String expected) {
    return new WrongField(ApiError.invalid(field, field + ": " + expected));
  }

  ApiError error() {
    return error;
  }
}
