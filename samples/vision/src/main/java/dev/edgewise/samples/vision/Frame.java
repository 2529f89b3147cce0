package dev.edgewise.samples.vision;

import static java.util.Objects.requireNonNull;

/**
 * A picture as a file holds it.
 *
 * @param name for messages, 1 to 255 characters, for example the file's name
 * @param encoded PNG or JPEG, 1 byte to 2 MiB; nobody may change it afterwards
 */
// The array is payload and compared by nobody; a copy for each accessor would cost more than it
// protects.
@SuppressWarnings("ArrayRecordComponent")
public record Frame(String name, byte[] encoded) {
  /** One message carries it, and a message above 2 MiB would travel in pieces. */
  public static final int MAX_BYTES = 2 << 20;

  public Frame {
    requireNonNull(encoded, "encoded");
    if (name.isBlank() || name.length() > 255) {
      throw new IllegalArgumentException(
          "name: " + name.length() + " characters (expected: 1 to 255, not blank)");
    }
    if (encoded.length == 0) {
      throw new IllegalArgumentException(
          "Picture '" + name + "' is empty. Was the file written to its end?");
    }
    if (encoded.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "Picture '%s' has %d bytes (expected: at most %d). Scale it down, or save it as JPEG."
              .formatted(name, encoded.length, MAX_BYTES));
    }
  }

  @Override
  public String toString() {
    return "Frame " + name + " (" + encoded.length + " bytes)";
  }
}
