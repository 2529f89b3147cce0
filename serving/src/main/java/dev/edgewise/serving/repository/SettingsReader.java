package dev.edgewise.serving.repository;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.serving.repository.ModelSettings.Versions;
import dev.edgewise.serving.repository.TextProto.Value;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a model's {@code config.yaml}, or else Triton's {@code config.pbtxt}. */
final class SettingsReader {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_BATCH = 1_024;
  private static final long MAX_MICROS = 60_000_000;

  /** What engines know better from the model itself; nobody must be told that it is not read. */
  private static final Set<String> READ_FROM_THE_MODEL =
      Set.of("name", "platform", "backend", "input", "output", "default_model_filename");

  private static final Set<String> UNDERSTOOD =
      Set.of("max_batch_size", "dynamic_batching", "version_policy", "model_warmup");

  private SettingsReader() {}

  static ModelSettings read(String model, Path home, List<String> notes) throws IOException {
    Path yaml = home.resolve("config.yaml");
    Path triton = home.resolve("config.pbtxt");
    if (Files.isRegularFile(yaml)) {
      if (Files.isRegularFile(triton)) {
        notes.add("config.pbtxt is not read, because there is a config.yaml");
      }
      return ofYaml(model, yaml, text(model, yaml));
    }
    return Files.isRegularFile(triton)
        ? ofTriton(model, triton, text(model, triton), notes)
        : ModelSettings.NONE;
  }

  private static String text(String model, Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw bad(model, file, "it is larger than 1 MiB");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException _) {
      throw bad(model, file, "it is not text in UTF-8");
    }
  }

  static ModelSettings ofYaml(String model, Path file, String text) {
    Object root;
    try {
      root =
          new Load(
                  LoadSettings.builder()
                      .setLabel(file.toString())
                      .setMaxAliasesForCollections(0)
                      .build())
              .loadFromString(text);
    } catch (YamlEngineException e) {
      throw bad(model, file, "it is not YAML: " + e.getMessage());
    }
    if (root == null) {
      return ModelSettings.NONE;
    }
    if (!(root instanceof Map<?, ?> map)) {
      throw bad(model, file, "it is not a list of keys and values");
    }
    OptionalInt maxBatchSize = OptionalInt.empty();
    Optional<Duration> timeout = Optional.empty();
    Versions versions = new Versions.All();
    boolean preload = false;
    boolean allowNan = false;
    List<WarmupSample> warmup = List.of();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object value = entry.getValue();
      switch (String.valueOf(entry.getKey())) {
        case "maxBatchSize" ->
            maxBatchSize = OptionalInt.of(number(model, file, "maxBatchSize", value, MAX_BATCH));
        case "batchTimeout" -> timeout = Optional.of(timeout(model, file, value));
        case "versions" -> versions = versions(model, file, value);
        case "preload" -> preload = flag(model, file, "preload", value);
        case "allowNaN" -> allowNan = flag(model, file, "allowNaN", value);
        case "warmup" -> warmup = warmup(model, file, reader -> reader.ofYaml(value));
        default ->
            throw bad(
                model,
                file,
                "there is no key \""
                    + entry.getKey()
                    + "\"; there are maxBatchSize, batchTimeout, versions, preload, allowNaN and"
                    + " warmup");
      }
    }
    return new ModelSettings(maxBatchSize, timeout, versions, preload, allowNan, warmup);
  }

  private static boolean flag(String model, Path file, String key, @Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw bad(model, file, key + " is neither true nor false");
  }

  /** Reads samples with a reader that knows where their files lie. */
  @FunctionalInterface
  private interface Samples {
    List<WarmupSample> with(WarmupReader reader) throws WarmupReader.Wrong;
  }

  private static List<WarmupSample> warmup(String model, Path file, Samples samples) {
    try {
      return samples.with(new WarmupReader(file.resolveSibling("warmup")));
    } catch (WarmupReader.Wrong e) {
      throw bad(model, file, String.valueOf(e.getMessage()));
    }
  }

  private static Duration timeout(String model, Path file, @Nullable Object value) {
    String text = String.valueOf(value).strip();
    long scale = text.endsWith("us") ? 1 : text.endsWith("ms") ? 1_000 : 1_000_000;
    String digits = text.replaceFirst("(us|ms|s)$", "").strip();
    if (digits.equals(text) || !digits.matches("[0-9]{1,8}")) {
      throw bad(model, file, "batchTimeout is not a time such as 5ms, 200us or 1s");
    }
    long micros = Long.parseLong(digits) * scale;
    if (micros > MAX_MICROS) {
      throw bad(model, file, "batchTimeout is longer than a minute");
    }
    return Duration.ofNanos(micros * 1_000);
  }

  private static Versions versions(String model, Path file, @Nullable Object value) {
    if ("all".equals(value)) {
      return new Versions.All();
    }
    if ("latest".equals(value)) {
      return new Versions.Latest(1);
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      SortedSet<Integer> numbers = new TreeSet<>();
      for (Object each : list) {
        numbers.add(number(model, file, "versions", each, 999_999_999));
      }
      return new Versions.Only(numbers);
    }
    throw bad(model, file, "versions is neither all, nor latest, nor a list such as [1, 3]");
  }

  private static int number(String model, Path file, String key, @Nullable Object value, int most) {
    if (value instanceof Integer number && number >= 1 && number <= most) {
      return number;
    }
    throw bad(model, file, key + " has something that is not a whole number from 1 to " + most);
  }

  static ModelSettings ofTriton(String model, Path file, String text, List<String> notes) {
    Value.Block root;
    try {
      root = TextProto.parse(text);
    } catch (TextProto.Malformed e) {
      throw bad(model, file, String.valueOf(e.getMessage()));
    }
    List<String> ignored = new ArrayList<>();
    for (TextProto.Field field : root.fields()) {
      if (!UNDERSTOOD.contains(field.name())
          && !READ_FROM_THE_MODEL.contains(field.name())
          && !ignored.contains(field.name())) {
        ignored.add(field.name());
      }
    }
    if (!ignored.isEmpty()) {
      notes.add("config.pbtxt: without meaning here: " + String.join(", ", ignored));
    }
    // Triton's 0 is a model that has no batch dimension; for ours that is read from the model, and
    // 1 is what keeps its runs apart.
    OptionalInt maxBatchSize =
        root.last("max_batch_size").isPresent()
            ? OptionalInt.of(
                Math.clamp(
                    tritonNumber(model, file, "max_batch_size", root.last("max_batch_size"), 0),
                    1,
                    MAX_BATCH))
            : OptionalInt.empty();
    Optional<Duration> timeout = Optional.empty();
    if (root.last("dynamic_batching").orElse(null) instanceof Value.Block batching) {
      timeout =
          batching
              .last("max_queue_delay_microseconds")
              .map(
                  value ->
                      Duration.ofNanos(
                          1_000
                              * Math.clamp(
                                  tritonNumber(
                                      model,
                                      file,
                                      "max_queue_delay_microseconds",
                                      Optional.of(value),
                                      0),
                                  0,
                                  MAX_MICROS)));
      batching.fields().stream()
          .map(TextProto.Field::name)
          .filter(name -> !name.equals("max_queue_delay_microseconds"))
          .distinct()
          .forEach(
              name -> notes.add("config.pbtxt: without meaning here: dynamic_batching." + name));
    }
    return new ModelSettings(
        maxBatchSize,
        timeout,
        root.last("version_policy").orElse(null) instanceof Value.Block policy
            ? policy(model, file, policy)
            // Triton's own default.
            : new Versions.Latest(1),
        false,
        false,
        warmup(model, file, reader -> reader.ofTriton(root.all("model_warmup"))));
  }

  private static Versions policy(String model, Path file, Value.Block policy) {
    if (policy.last("specific").orElse(null) instanceof Value.Block specific) {
      SortedSet<Integer> numbers = new TreeSet<>();
      for (Value value : specific.all("versions")) {
        numbers.add(
            (int)
                Math.min(
                    Integer.MAX_VALUE,
                    tritonNumber(model, file, "versions", Optional.of(value), 1)));
      }
      return new Versions.Only(numbers);
    }
    if (policy.last("latest").orElse(null) instanceof Value.Block latest) {
      return new Versions.Latest(
          latest.last("num_versions").isPresent()
              ? Math.clamp(
                  tritonNumber(model, file, "num_versions", latest.last("num_versions"), 1),
                  1,
                  ModelRepository.MAX_VERSIONS)
              : 1);
    }
    return new Versions.All();
  }

  private static long tritonNumber(
      String model, Path file, String key, Optional<Value> value, long least) {
    if (value.orElse(null) instanceof Value.Scalar(String digits)
        && digits.matches("[0-9]{1,18}")
        && Long.parseLong(digits) >= least) {
      return Long.parseLong(digits);
    }
    throw bad(model, file, key + " is not a whole number from " + least);
  }

  private static EdgewiseException bad(String model, Path file, String problem) {
    return BadModel.of(
        model,
        file.getFileName() + ": " + problem,
        file.toString(),
        "Mend it, or take it away: everything can be read from the model.");
  }
}
