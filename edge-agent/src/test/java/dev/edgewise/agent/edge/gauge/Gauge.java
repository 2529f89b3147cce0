package dev.edgewise.agent.edge.gauge;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Uses;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.util.List;

/** Tells how much a grey picture looks like a face: its model's best score, on a scale. */
public class Gauge {
  private static final List<Integer> SHAPE = List.of(1, 128, 128, 3);

  private final Scale scale;
  private final TensorModel model;

  /** What a node is told by its configuration, and a model from the service's jar. */
  public Gauge(Scale scale, @Uses("face_detection_short_range") TensorModel model) {
    this.scale = scale;
    this.model = model;
  }

  /** Measures a picture that is {@code grey} all over, from −1 to 1. */
  @EdgeService
  @Deadline("60s")
  public String measure(float grey) {
    return scale.factor() * best(grey) + " " + scale.unit();
  }

  private float best(float grey) {
    Tensor picture = Tensor.allocate(ElementType.FLOAT32, SHAPE);
    for (int at = 0; at < picture.data().capacity(); at += Float.BYTES) {
      picture.data().putFloat(at, grey);
    }
    float best = Float.NEGATIVE_INFINITY;
    for (Tensor output : model.run(List.of(picture))) {
      if (output.shape().getLast() == 1) {
        for (float score : output.toFloats()) {
          best = Math.max(best, score);
        }
      }
    }
    return best;
  }
}
