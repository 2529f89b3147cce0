package dev.edgewise.serving.pipeline;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.serving.pipeline.Conditioning.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * The network that says what of a sample is noise.
 *
 * @param channels of a sample
 * @param height of a sample
 * @param width of a sample
 */
record Unet(TensorModel network, int channels, int height, int width) implements AutoCloseable {
  private static final int MAX_SIDE = 1_024;
  private static final int MAX_CHANNELS = 16;
  private static final List<String> INPUTS = List.of("sample", "timestep", "encoder_hidden_states");

  static Unet open(ModelFiles files, NetworkLoader networks) {
    TensorModel network = Networks.load(files, networks, "unet");
    try {
      return of(files, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static Unet of(ModelFiles files, TensorModel network) {
    List<TensorSpec> inputs = network.signature().inputs();
    List<String> names = inputs.stream().map(TensorSpec::name).toList();
    if (names.size() != INPUTS.size() || !names.containsAll(INPUTS)) {
      throw Folders.bad(
          files,
          "the UNet takes " + names + ", and here it is given " + INPUTS,
          "Export a Stable Diffusion model of version 1 or 2.");
    }
    for (TensorSpec input : inputs) {
      boolean time = input.name().equals("timestep");
      if (!Numbers.FLOATS.contains(input.type())
          && !(time && Numbers.WHOLES.contains(input.type()))) {
        throw Folders.bad(
            files,
            "the UNet's input " + input + " is of a type not known here",
            "Export it again.");
      }
    }
    TensorSpec sample = inputs.get(names.indexOf("sample"));
    TensorSpec output = network.signature().outputs().getFirst();
    if (sample.shape().size() != 4
        || output.shape().size() != 4
        || !Numbers.FLOATS.contains(output.type())) {
      throw Folders.bad(
          files,
          "the UNet makes " + output + " of " + sample,
          "Both should have batch, channels, height and width.");
    }
    JsonObject config = Folders.json(files, "unet/config.json").orElseGet(JsonObject::new);
    int channels = size(files, sample.shape().get(1), config.get("in_channels"), 0, "in_channels");
    JsonElement side = config.get("sample_size");
    int height = size(files, sample.shape().get(2), side, 0, "sample_size");
    int width = size(files, sample.shape().get(3), side, 1, "sample_size");
    if (channels > MAX_CHANNELS || height > MAX_SIDE || width > MAX_SIDE) {
      throw Folders.bad(
          files,
          "the UNet works on " + channels + " x " + height + " x " + width + " numbers",
          "At most " + MAX_CHANNELS + " x " + MAX_SIDE + " x " + MAX_SIDE + " can be drawn.");
    }
    return new Unet(network, channels, height, width);
  }

  /** From the network where it fixes the size, else from its configuration. */
  private static int size(
      ModelFiles files, int fixed, JsonElement configured, int axis, String key) {
    if (fixed > 0) {
      return fixed;
    }
    JsonElement value =
        configured instanceof JsonArray list && list.size() == 2 ? list.get(axis) : configured;
    if (value == null || !value.isJsonPrimitive()) {
      throw Folders.bad(
          files,
          "the UNet leaves a size open, and unet/config.json does not say " + key,
          "Copy unet/config.json too.");
    }
    double number;
    try {
      number = value.getAsDouble();
    } catch (NumberFormatException _) {
      number = -1;
    }
    if (number != Math.rint(number) || number < 1 || number > MAX_SIDE) {
      throw Folders.bad(
          files,
          "unet/config.json has " + key + ": " + value,
          "Expected: a whole number, 1 to " + MAX_SIDE + ".");
    }
    return (int) number;
  }

  /** Numbers in one sample. */
  int length() {
    return channels * height * width;
  }

  /**
   * What the network says of one sample under each of these conditions, which have one shape; they
   * run as one batch.
   */
  List<float[]> predict(float[] sample, double scale, double level, List<Condition> conditions) {
    int batch = conditions.size();
    float[] scaled = new float[sample.length * batch];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (sample[i % sample.length] * scale);
    }
    List<Tensor> inputs = new ArrayList<>();
    for (TensorSpec spec : network.signature().inputs()) {
      inputs.add(
          switch (spec.name()) {
            case "sample" ->
                Numbers.tensor(spec.type(), List.of(batch, channels, height, width), scaled);
            case "timestep" -> time(spec, level);
            default -> joined(spec, conditions);
          });
    }
    Tensor output = network.run(inputs).getFirst();
    if (!output.shape().equals(List.of(batch, channels, height, width))) {
      throw EdgewiseException.of(
          ErrorCode.BROKEN_MODEL,
          "Model \""
              + network.name()
              + "\" made "
              + output
              + " of a sample of "
              + List.of(batch, channels, height, width)
              + ". Its output should have the shape of the sample; export it again.");
    }
    float[] all = Numbers.floats(output);
    List<float[]> said = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      float[] one = new float[sample.length];
      System.arraycopy(all, i * sample.length, one, 0, sample.length);
      said.add(one);
    }
    return said;
  }

  /** One number for the whole batch, which exports take with or without a dimension. */
  private static Tensor time(TensorSpec spec, double level) {
    List<Integer> shape = spec.shape().isEmpty() ? List.of() : List.of(1);
    return Numbers.tensor(spec.type(), shape, new float[] {(float) level});
  }

  private static Tensor joined(TensorSpec spec, List<Condition> conditions) {
    Condition first = conditions.getFirst();
    List<Integer> shape = new ArrayList<>(List.of(conditions.size()));
    shape.addAll(first.shape());
    float[] values = new float[first.values().length * conditions.size()];
    for (int i = 0; i < conditions.size(); i++) {
      float[] one = conditions.get(i).values();
      System.arraycopy(one, 0, values, i * one.length, one.length);
    }
    return Numbers.tensor(spec.type(), shape, values);
  }

  @Override
  public void close() {
    network.close();
  }
}
