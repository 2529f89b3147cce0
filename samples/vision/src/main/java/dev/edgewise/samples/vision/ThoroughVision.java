package dev.edgewise.samples.vision;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import dev.edgewise.annotations.Uses;
import dev.edgewise.core.model.TensorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The heavy body: a model of 1.1 MB for faces within some five metres, and the album. */
@Body(Tier.CLOUD)
final class ThoroughVision implements Vision {
  private final FaceDetector detector;

  ThoroughVision(@Uses("face_detection_full_range") TensorModel model) {
    this.detector = new FaceDetector(model, Anchors.fullRange());
  }

  @Override
  public Faces detect(Frame frame) throws UnreadablePicture {
    return detector.detect(Picture.decode(frame));
  }

  @Override
  public Stream<Finding> browse(List<Frame> frames) {
    return detector.browse(frames);
  }

  @Override
  public Album index(List<Frame> frames, int topK) throws UnreadablePicture {
    FaceDetector.checkCount(frames);
    if (topK < 1 || topK > MAX_TOP_K) {
      throw new IllegalArgumentException("topK: " + topK + " (expected: 1 to " + MAX_TOP_K + ")");
    }
    List<Cutout> cutouts = new ArrayList<>();
    for (Frame frame : frames) {
      Picture picture = Picture.decode(frame);
      for (Face face : detector.detect(picture).faces()) {
        cutouts.add(Cutout.of(picture, face));
      }
      // Only the best so far are kept, so that many pictures full of faces take no more memory than
      // few.
      cutouts.sort(Comparator.comparingDouble((Cutout cutout) -> cutout.face().score()).reversed());
      cutouts.subList(Math.min(topK, cutouts.size()), cutouts.size()).clear();
    }
    return new Album(cutouts.stream().map(Cutout::toPortrait).toList());
  }
}
