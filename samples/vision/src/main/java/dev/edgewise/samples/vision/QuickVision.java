package dev.edgewise.samples.vision;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import dev.edgewise.annotations.Uses;
import dev.edgewise.core.model.TensorModel;
import java.util.List;
import java.util.stream.Stream;

/** The light body: a model of 229 kB for faces within some two metres. It has no {@code index}. */
@Body(value = Tier.EDGE, of = Vision.class)
final class QuickVision {
  private final FaceDetector detector;

  QuickVision(@Uses("face_detection_short_range") TensorModel model) {
    this.detector = new FaceDetector(model, Anchors.shortRange());
  }

  Faces detect(Frame frame) throws UnreadablePicture {
    return detector.detect(Picture.decode(frame));
  }

  Stream<Finding> browse(List<Frame> frames) {
    return detector.browse(frames);
  }
}
