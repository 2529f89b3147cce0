package dev.edgewise.samples.vision;

import dev.edgewise.annotations.Cascade;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import java.util.List;

/**
 * Finds faces. The edge is preferred; where its light model is unsure, the cloud's heavy one
 * decides.
 */
@EdgeService
public interface Vision {
  /** Largest {@code topK} of {@link #index}: so many portraits fit into one message. */
  int MAX_TOP_K = 24;

  /** Most pictures in one call of {@link #index}. */
  int MAX_FRAMES = 64;

  /**
   * Finds the faces in a picture.
   *
   * @throws IllegalArgumentException when the picture cannot be read, is too small or too large
   */
  @Deadline("10s")
  @Idempotent
  @Cascade(unsureFrom = 0.30, unsureTo = 0.70)
  Faces detect(Frame frame);

  /**
   * Makes an album of the faces in many pictures, with the heavy model.
   *
   * @param frames 1 to {@link #MAX_FRAMES} pictures
   * @param topK how many portraits to keep at most, 1 to {@link #MAX_TOP_K}
   * @return the portraits, most certain face first
   * @throws IllegalArgumentException when a number is out of range or one of the pictures cannot be
   *     read
   */
  @CloudService
  @Deadline("30s")
  @Idempotent
  Album index(List<Frame> frames, int topK);
}
