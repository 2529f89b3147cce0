package dev.edgewise.serving.repository;

import dev.edgewise.serving.repository.ModelSettings.Versions;
import dev.edgewise.serving.repository.TextProto.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A model's {@code config.pbtxt}, as Triton has it, as far as it means something here. */
final class TritonSettings {
  private static final String DELAY = "max_queue_delay_microseconds";

  /** What engines know better from the model itself; nobody must be told that it is not read. */
  private static final Set<String> READ_FROM_THE_MODEL =
      Set.of("name", "platform", "backend", "input", "output", "default_model_filename");

  private static final Set<String> UNDERSTOOD =
      Set.of("max_batch_size", "dynamic_batching", "version_policy", "model_warmup");

  private final SettingsFile file;

  TritonSettings(SettingsFile file) {
    this.file = file;
  }

  /**
   * Its settings.
   *
   * @param notes are told what is not read
   */
  ModelSettings read(String text, List<String> notes) {
    Value.Block root;
    try {
      root = TextProto.parse(text);
    } catch (TextProto.Malformed e) {
      throw file.bad(String.valueOf(e.getMessage()));
    }
    note(root, notes);
    // Triton's 0 is a model that has no batch dimension; for ours that is read from the model, and
    // 1 is what keeps its runs apart.
    OptionalInt maxBatchSize =
        root.last("max_batch_size").stream()
            .mapToInt(
                value -> Math.clamp(number("max_batch_size", value, 0), 1, SettingsFile.MAX_BATCH))
            .findFirst();
    Optional<Duration> timeout =
        root.last("dynamic_batching").orElse(null) instanceof Value.Block batching
            ? timeout(batching, notes)
            : Optional.empty();
    return new ModelSettings(
        maxBatchSize,
        timeout,
        root.last("version_policy").orElse(null) instanceof Value.Block policy
            ? policy(policy)
            // Triton's own default.
            : new Versions.Latest(1),
        false,
        false,
        file.warmup(reader -> reader.ofTriton(root.all("model_warmup"))));
  }

  private static void note(Value.Block root, List<String> notes) {
    String ignored =
        root.fields().stream()
            .map(TextProto.Field::name)
            .filter(name -> !UNDERSTOOD.contains(name) && !READ_FROM_THE_MODEL.contains(name))
            .distinct()
            .collect(Collectors.joining(", "));
    if (!ignored.isEmpty()) {
      notes.add("config.pbtxt: without meaning here: " + ignored);
    }
  }

  private Optional<Duration> timeout(Value.Block batching, List<String> notes) {
    batching.fields().stream()
        .map(TextProto.Field::name)
        .filter(name -> !name.equals(DELAY))
        .distinct()
        .forEach(name -> notes.add("config.pbtxt: without meaning here: dynamic_batching." + name));
    return batching
        .last(DELAY)
        .map(
            value ->
                Duration.ofNanos(
                    1_000 * Math.clamp(number(DELAY, value, 0), 0, SettingsFile.MAX_MICROS)));
  }

  private Versions policy(Value.Block policy) {
    if (policy.last("specific").orElse(null) instanceof Value.Block specific) {
      SortedSet<Integer> numbers = new TreeSet<>();
      for (Value value : specific.all("versions")) {
        numbers.add(Math.clamp(number("versions", value, 1), 1, Integer.MAX_VALUE));
      }
      return new Versions.Only(numbers);
    }
    if (policy.last("latest").orElse(null) instanceof Value.Block latest) {
      return new Versions.Latest(
          latest
              .last("num_versions")
              .map(
                  value ->
                      Math.clamp(number("num_versions", value, 1), 1, ModelRepository.MAX_VERSIONS))
              .orElse(1));
    }
    return new Versions.All();
  }

  private long number(String key, Value value, long least) {
    if (value instanceof Value.Scalar(String digits)
        && digits.matches("[0-9]{1,18}")
        && Long.parseLong(digits) >= least) {
      return Long.parseLong(digits);
    }
    throw file.bad(key + " is not a whole number from " + least);
  }
}
