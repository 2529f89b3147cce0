package dev.edgewise.samples.vision;

import static java.util.Objects.requireNonNull;

/**
 * One face, cut out.
 *
 * @param picture the {@link Frame#name} that it comes from
 * @param face score and place in that picture
 * @param png the cut-out with some margin, scaled down to at most 160 pixels a side
 */
// As in Frame: payload, compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
public record Portrait(String picture, Face face, byte[] png) {
  public Portrait {
    requireNonNull(picture, "picture");
    requireNonNull(face, "face");
    requireNonNull(png, "png");
  }

  @Override
  public String toString() {
    return "Portrait from " + picture + ", " + face + " (" + png.length + " bytes)";
  }
}
