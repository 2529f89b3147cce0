package dev.edgewise.samples.vision;

import dev.edgewise.annotations.Cascade;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds faces. The edge is preferred; where its light model is unsure, the cloud's heavy one
 * decides.
 */
@EdgeService
public interface Vision {
  /** Largest {@code topK} of {@link #index}: so many portraits fit into one message. */
  int MAX_TOP_K = 24;

  /** Most pictures in one call of {@link #index} or {@link #browse}. */
  int MAX_FRAMES = 64;

  /**
   * Finds the faces in a picture.
   *
   * @throws UnreadablePicture when it is no PNG or JPEG, is broken, too small or too large
   */
  @Deadline("10s")
  @Idempotent
  @Cascade(unsureFrom = 0.30, unsureTo = 0.70)
  Faces detect(Frame frame) throws UnreadablePicture;

  /**
   * Finds the faces in a series of pictures, and tells of each as soon as it has been looked at. A
   * picture that cannot be read does not end the series.
   *
   * @param frames 1 to {@link #MAX_FRAMES} pictures
   * @return one finding a picture, in the same order
   * @throws IllegalArgumentException when there are none or too many
   */
  @Deadline("1m")
  @Idempotent
  Stream<Finding> browse(List<Frame> frames);

  /**
   * Makes an album of the faces in many pictures, with the heavy model.
   *
   * @param frames 1 to {@link #MAX_FRAMES} pictures
   * @param topK how many portraits to keep at most, 1 to {@link #MAX_TOP_K}
   * @return the portraits, most certain face first
   * @throws UnreadablePicture when one of the pictures cannot be read
   * @throws IllegalArgumentException when a number is out of range
   */
  @CloudService
  @Deadline("30s")
  @Idempotent
  Album index(List<Frame> frames, int topK) throws UnreadablePicture;
}
