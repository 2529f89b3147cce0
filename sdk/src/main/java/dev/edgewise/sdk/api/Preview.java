package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

/**
 * A picture while it is made.
 *
 * @param image what the model foresees now, of the size of the finished picture
 * @param index which of those that were asked for, from 0
 * @param step how many steps of that picture are done
 * @param steps that each picture takes
 */
public record Preview(Image image, int index, int step, int steps) {
  public Preview {
    requireNonNull(image, "image");
  }
}
