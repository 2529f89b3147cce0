package dev.edgewise.serving.repository;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.serving.repository.TextProto.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a model is to be warmed with: the key {@code warmup} of our configuration, or Triton's
 * {@code model_warmup}. Batch sizes and counts of the latter have no meaning here: every batch size
 * is run, until it settles.
 *
 * @see <a
 *     href="https://github.com/triton-inference-server/common/blob/main/protobuf/model_config.proto">Triton's
 *     ModelWarmup</a>
 */
final class WarmupReader {
  static final int MAX_SAMPLES = 32;
  private static final int MAX_NAME = 100;
  private static final int MAX_RANK = 16;
  private static final int MAX_ELEMENTS = 1 << 24;

  private static final Map<String, ElementType> TRITON_TYPES =
      Map.ofEntries(
          Map.entry("TYPE_BOOL", ElementType.BOOL),
          Map.entry("TYPE_UINT8", ElementType.UINT8),
          Map.entry("TYPE_UINT16", ElementType.UINT16),
          Map.entry("TYPE_UINT32", ElementType.UINT32),
          Map.entry("TYPE_UINT64", ElementType.UINT64),
          Map.entry("TYPE_INT8", ElementType.INT8),
          Map.entry("TYPE_INT16", ElementType.INT16),
          Map.entry("TYPE_INT32", ElementType.INT32),
          Map.entry("TYPE_INT64", ElementType.INT64),
          Map.entry("TYPE_FP16", ElementType.FLOAT16),
          Map.entry("TYPE_FP32", ElementType.FLOAT32),
          Map.entry("TYPE_FP64", ElementType.FLOAT64),
          Map.entry("TYPE_BF16", ElementType.BFLOAT16),
          Map.entry("TYPE_STRING", ElementType.BYTES));

  private final Path folder;

  /**
   * A reader.
   *
   * @param folder that holds files with elements; need not be there
   */
  WarmupReader(Path folder) {
    this.folder = folder;
  }

  /** What is wrong and with which sample, without the model and the file of its configuration. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  /** A list of samples, each with {@code inputs} by name, and a {@code name}. */
  List<WarmupSample> ofYaml(@Nullable Object value) throws Wrong {
    if (!(value instanceof List<?> list) || list.size() > MAX_SAMPLES) {
      throw new Wrong("warmup is no list of up to " + MAX_SAMPLES + " samples");
    }
    List<WarmupSample> samples = new ArrayList<>();
    for (Object each : list) {
      String place = Integer.toString(samples.size() + 1);
      if (!(each instanceof Map<?, ?> sample)) {
        throw wrong(place, "is not one with a name and inputs");
      }
      String name = name(sample.get("name"), place);
      for (Object key : sample.keySet()) {
        if (!"name".equals(key) && !"inputs".equals(key)) {
          throw wrong(name, "has \"" + key + "\"; there are name and inputs");
        }
      }
      if (!(sample.get("inputs") instanceof Map<?, ?> inputs) || inputs.isEmpty()) {
        throw wrong(name, "has no inputs, which are values by their names");
      }
      List<WarmupInput> read = new ArrayList<>();
      for (Map.Entry<?, ?> input : inputs.entrySet()) {
        read.add(input(name, String.valueOf(input.getKey()), input.getValue()));
      }
      samples.add(new WarmupSample(name, read));
    }
    return List.copyOf(samples);
  }

  private static String name(@Nullable Object given, String place) throws Wrong {
    if (given == null) {
      return place;
    }
    String name = String.valueOf(given);
    if (name.isBlank()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw wrong(place, "has a name that is none, of 1 to " + MAX_NAME + " printable characters");
    }
    return name;
  }

  private WarmupInput input(String sample, String name, @Nullable Object value) throws Wrong {
    Optional<List<Integer>> shape = Optional.empty();
    WarmupInput.Data data = new WarmupInput.Data.Zeros();
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        switch (String.valueOf(entry.getKey())) {
          case "shape" -> shape = Optional.of(shape(sample, name, entry.getValue()));
          case "data" -> data = data(sample, name, String.valueOf(entry.getValue()));
          default ->
              throw wrong(
                  sample,
                  "has \"" + entry.getKey() + "\" of input " + name + "; there are shape and data");
        }
      }
    } else if (value != null) {
      data = data(sample, name, String.valueOf(value));
    }
    return new WarmupInput(name, Optional.empty(), shape, data);
  }

  private static List<Integer> shape(String sample, String input, @Nullable Object value)
      throws Wrong {
    if (!(value instanceof List<?> list) || list.size() > MAX_RANK) {
      throw wrong(sample, "has a shape of input " + input + " that is no list of sizes");
    }
    List<Integer> shape = new ArrayList<>();
    long elements = 1;
    for (Object size : list) {
      if (!(size instanceof Integer number) || number < 1 || number > MAX_ELEMENTS) {
        throw wrong(
            sample,
            "has a size of input "
                + input
                + " that is no whole number from 1 to "
                + MAX_ELEMENTS
                + ": "
                + size);
      }
      elements *= number;
      if (elements > MAX_ELEMENTS) {
        throw wrong(sample, "has more than " + MAX_ELEMENTS + " elements in its input " + input);
      }
      shape.add(number);
    }
    return shape;
  }

  private WarmupInput.Data data(String sample, String input, String text) throws Wrong {
    return switch (text) {
      case "zeros" -> new WarmupInput.Data.Zeros();
      case "random" -> new WarmupInput.Data.Random();
      default -> file(sample, input, text);
    };
  }

  /** A file of that name in the model's own folder, and nothing elsewhere. */
  private WarmupInput.Data file(String sample, String input, String name) throws Wrong {
    try {
      Path path = folder.resolve(name);
      if (Files.isRegularFile(path) && path.toRealPath().startsWith(folder.toRealPath())) {
        return new WarmupInput.Data.File(path);
      }
    } catch (IOException | InvalidPathException _) {
      // As if it were not there.
    }
    throw wrong(
        sample,
        "names for input "
            + input
            + " neither zeros, nor random, nor a file in the model's folder warmup: \""
            + name
            + "\"");
  }

  /** Triton's field; one block for each sample. */
  List<WarmupSample> ofTriton(List<Value> warmups) throws Wrong {
    if (warmups.size() > MAX_SAMPLES) {
      throw new Wrong("model_warmup has more than " + MAX_SAMPLES + " samples");
    }
    List<WarmupSample> samples = new ArrayList<>();
    for (Value warmup : warmups) {
      String place = Integer.toString(samples.size() + 1);
      if (!(warmup instanceof Value.Block block)) {
        throw wrong(place, "of model_warmup is no message");
      }
      String name = name(text(block, "name").orElse(null), place);
      List<WarmupInput> inputs = new ArrayList<>();
      for (Value entry : block.all("inputs")) {
        if (!(entry instanceof Value.Block input)
            || !(input.last("value").orElse(null) instanceof Value.Block value)) {
          throw wrong(name, "has an input without key and value");
        }
        inputs.add(tritonInput(name, text(input, "key").orElse(""), value));
      }
      if (inputs.isEmpty()) {
        throw wrong(name, "has no inputs");
      }
      samples.add(new WarmupSample(name, inputs));
    }
    return List.copyOf(samples);
  }

  private WarmupInput tritonInput(String sample, String name, Value.Block value) throws Wrong {
    List<Object> dims = new ArrayList<>();
    for (Value dim : value.all("dims")) {
      dims.add(
          dim instanceof Value.Scalar(String digits) && digits.matches("[0-9]{1,8}")
              ? Integer.valueOf(digits)
              : "no number");
    }
    Optional<String> said = text(value, "data_type");
    Optional<ElementType> type = said.map(TRITON_TYPES::get);
    if (said.isPresent() && type.isEmpty()) {
      throw wrong(sample, "has a data_type of input " + name + " that is none: " + said.get());
    }
    Optional<String> file = text(value, "input_data_file");
    WarmupInput.Data data =
        file.isPresent()
            ? file(sample, name, file.get())
            : text(value, "random_data").filter("true"::equals).isPresent()
                ? new WarmupInput.Data.Random()
                : new WarmupInput.Data.Zeros();
    return new WarmupInput(
        name,
        type,
        dims.isEmpty() ? Optional.empty() : Optional.of(shape(sample, name, dims)),
        data);
  }

  private static Optional<String> text(Value.Block block, String field) {
    return block.last(field).orElse(null) instanceof Value.Scalar(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Wrong wrong(String sample, String problem) {
    return new Wrong("warm-up sample \"" + sample + "\" " + problem);
  }
}
