package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A model that draws 4 x 4 greys of two subjects. Its network says that the picture is all of the
 * first number of the condition, so that what comes out tells what the network was told.
 */
public final class TinyModel implements NetworkLoader, Clock {
  final MemoryFiles files =
      new MemoryFiles()
          .with(
              "model_index.json",
              "{\"_class_name\": \"X\", \"_edgewise\": {\"steps\": 4, \"guidance\": 3,"
                  + " \"picture_size\": 8}}")
          .with(
              "scheduler/scheduler_config.json",
              "{\"_class_name\": \"DDIMScheduler\", \"prediction_type\": \"epsilon\","
                  + " \"beta_start\": 0.001, \"clip_sample\": false}")
          .with("unet/model.onnx", "unet")
          .with("conditioning/subjects.json", SUBJECTS);
  final Map<String, FakeNetwork> loaded = new HashMap<>();
  final List<List<Tensor>> runs = new ArrayList<>();
  long nanos;
  long nanosPerRun;

  static final String SUBJECTS =
      """
      {"schema": "edgewise.subjects/1", "embedder": "fake", "floor": 0.6, "subjects": [
        {"name": "ankle boot", "phrases": ["boot", "boot boot red"], "condition": [0.5, 1]},
        {"name": "bag", "phrases": ["bag"], "condition": [-0.5, 2]}]}
      """;

  /** So that a test can change what the network looks like. */
  Signature unet =
      new Signature(
          List.of(
              new TensorSpec("sample", ElementType.FLOAT32, List.of(-1, 1, 4, 4)),
              new TensorSpec("timestep", ElementType.INT64, List.of(-1)),
              new TensorSpec("encoder_hidden_states", ElementType.FLOAT32, List.of(-1, 2))),
          List.of(new TensorSpec("out_sample", ElementType.FLOAT32, List.of(-1, 1, 4, 4))));

  /** So that a test can have a network of its own. */
  Function<List<Tensor>, Tensor> network = this::evened;

  /** Whose pictures depend on every bit of every step, each of which takes so long on its clock. */
  public static TinyModel scribbler(long nanosPerStep) {
    TinyModel tiny = new TinyModel();
    tiny.nanosPerRun = nanosPerStep;
    tiny.network = Scribble::over;
    return tiny;
  }

  /** How often its network has run. */
  public int steps() {
    return runs.size();
  }

  public TextToImagePipeline open() {
    return TextToImagePipeline.open(files, this, FakeEmbedder::new, this);
  }

  @Override
  public TensorModel load(String name, String format, ByteBuffer file) {
    FakeNetwork fake = new FakeNetwork(name, unet, this::say);
    loaded.put(name, fake);
    return fake;
  }

  private Tensor say(List<Tensor> inputs) {
    runs.add(inputs);
    nanos += nanosPerRun;
    return network.apply(inputs);
  }

  /** The noise that is left when the picture is as even as the condition says. */
  private Tensor evened(List<Tensor> inputs) {
    float[] sample = Numbers.floats(inputs.get(0));
    int level = (int) inputs.get(1).data().getLong();
    float[] condition = Numbers.floats(inputs.get(2));
    double kept = requireNonNull(scheduler()).keptVariance()[level];
    int each = sample.length / (condition.length / 2);
    float[] noise = new float[sample.length];
    for (int i = 0; i < noise.length; i++) {
      double picture = condition[i / each * 2];
      noise[i] = (float) ((sample[i] - Math.sqrt(kept) * picture) / Math.sqrt(1 - kept));
    }
    return Tensor.ofFloats(inputs.get(0).shape(), noise);
  }

  private SchedulerSettings scheduler() {
    return SchedulerSettings.read(
        files,
        Folders.requireJson(files, "scheduler/scheduler_config.json", ""),
        new ArrayList<>());
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }
}
