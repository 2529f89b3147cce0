package dev.edgewise.samples.vision;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs a face model over a picture. Thread-safe when the model is. */
final class FaceDetector {
  private final TensorModel model;
  private final Anchors anchors;

  /**
   * A detector.
   *
   * @param model takes [1, side, side, 3] in −1 to 1; gives 16 numbers for each anchor, and one
   *     score
   * @param anchors those of this model
   */
  FaceDetector(TensorModel model, Anchors anchors) {
    this.model = model;
    this.anchors = anchors;
  }

  Faces detect(Picture picture) {
    LetterBox letterBox = LetterBox.of(picture.width(), picture.height(), anchors.side());
    List<Tensor> outputs = model.run(List.of(input(picture.pixels(), letterBox)));
    float[] boxes = output(outputs, BoxDecoder.NUMBERS_A_BOX);
    float[] logits = output(outputs, 1);
    List<Face> faces =
        NonMaximumSuppression.apply(BoxDecoder.decode(boxes, logits, anchors, Face.LEAST_SCORE))
            .stream()
            .flatMap(detection -> toFace(detection, letterBox, picture).stream())
            .toList();
    return new Faces(faces, BoxDecoder.best(logits));
  }

  /** Looks at each picture when it is asked for. */
  Stream<Finding> browse(List<Frame> frames) {
    checkCount(frames);
    return frames.stream().map(this::find);
  }

  private Finding find(Frame frame) {
    try {
      Faces faces = detect(Picture.decode(frame));
      return new Finding(frame.name(), Optional.of(faces), Optional.empty());
    } catch (UnreadablePicture e) {
      return new Finding(frame.name(), Optional.empty(), Optional.ofNullable(e.getMessage()));
    }
  }

  static void checkCount(List<Frame> frames) {
    if (frames.isEmpty() || frames.size() > Vision.MAX_FRAMES) {
      throw new IllegalArgumentException(
          "frames: " + frames.size() + " (expected: 1 to " + Vision.MAX_FRAMES + ")");
    }
  }

  private static Optional<Face> toFace(Detection detection, LetterBox letterBox, Picture picture) {
    return letterBox
        .toSource(detection.region())
        .toBox(picture.width(), picture.height())
        .map(box -> new Face(detection.score(), box));
  }

  /**
   * Draws the picture into the model's square. The resampling is pinned to Java2D's bilinear:
   * scores depend on it, with the mean of areas a cup of coffee falls below the bounds of the
   * cascade, with the nearest pixel a rocket comes near being a face.
   */
  private static Tensor input(BufferedImage pixels, LetterBox box) {
    int side = box.side();
    BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = square.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(pixels, box.left(), box.top(), box.width(), box.height(), null);
    graphics.dispose();

    Tensor tensor = Tensor.allocate(ElementType.FLOAT32, List.of(1, side, side, 3));
    FloatBuffer floats = tensor.data().asFloatBuffer();
    for (int rgb : square.getRGB(0, 0, side, side, null, 0, side)) {
      floats
          .put((rgb >> 16 & 0xFF) / 127.5f - 1)
          .put((rgb >> 8 & 0xFF) / 127.5f - 1)
          .put((rgb & 0xFF) / 127.5f - 1);
    }
    return tensor;
  }

  /** By size and not by position: the order of a model's outputs is its exporter's whim. */
  private static float[] output(List<Tensor> outputs, int lastSize) {
    return outputs.stream()
        .filter(output -> output.shape().getLast() == lastSize)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no output with " + lastSize + " numbers an anchor in " + outputs))
        .toFloats();
  }
}
