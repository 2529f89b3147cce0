package dev.edgewise.serving.repository;

import dev.edgewise.serving.repository.ModelSettings.Versions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A model's {@code config.yaml}. */
final class YamlSettings {
  private final SettingsFile file;

  YamlSettings(SettingsFile file) {
    this.file = file;
  }

  ModelSettings read(String text) {
    Object root;
    try {
      root =
          new Load(
                  LoadSettings.builder()
                      .setLabel(file.path().toString())
                      .setMaxAliasesForCollections(0)
                      .build())
              .loadFromString(text);
    } catch (YamlEngineException e) {
      throw file.bad("it is not YAML: " + e.getMessage());
    }
    if (root == null) {
      return ModelSettings.NONE;
    }
    if (!(root instanceof Map<?, ?> map)) {
      throw file.bad("it is not a list of keys and values");
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
            maxBatchSize = OptionalInt.of(number("maxBatchSize", value, SettingsFile.MAX_BATCH));
        case "batchTimeout" -> timeout = Optional.of(timeout(value));
        case "versions" -> versions = versions(value);
        case "preload" -> preload = flag("preload", value);
        case "allowNaN" -> allowNan = flag("allowNaN", value);
        case "warmup" -> warmup = file.warmup(reader -> reader.ofYaml(value));
        default ->
            throw file.bad(
                "there is no key \""
                    + entry.getKey()
                    + "\"; there are maxBatchSize, batchTimeout, versions, preload, allowNaN and"
                    + " warmup");
      }
    }
    return new ModelSettings(maxBatchSize, timeout, versions, preload, allowNan, warmup);
  }

  private boolean flag(String key, @Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw file.bad(key + " is neither true nor false");
  }

  private Duration timeout(@Nullable Object value) {
    String text = String.valueOf(value).strip();
    long scale = text.endsWith("us") ? 1 : text.endsWith("ms") ? 1_000 : 1_000_000;
    String digits = text.replaceFirst("(us|ms|s)$", "").strip();
    if (digits.equals(text) || !digits.matches("[0-9]{1,8}")) {
      throw file.bad("batchTimeout is not a time such as 5ms, 200us or 1s");
    }
    long micros = Long.parseLong(digits) * scale;
    if (micros > SettingsFile.MAX_MICROS) {
      throw file.bad("batchTimeout is longer than a minute");
    }
    return Duration.ofNanos(micros * 1_000);
  }

  private Versions versions(@Nullable Object value) {
    if ("all".equals(value)) {
      return new Versions.All();
    }
    if ("latest".equals(value)) {
      return new Versions.Latest(1);
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      SortedSet<Integer> numbers = new TreeSet<>();
      for (Object each : list) {
        numbers.add(number("versions", each, 999_999_999));
      }
      return new Versions.Only(numbers);
    }
    throw file.bad("versions is neither all, nor latest, nor a list such as [1, 3]");
  }

  private int number(String key, @Nullable Object value, int most) {
    if (value instanceof Integer number && number >= 1 && number <= most) {
      return number;
    }
    throw file.bad(key + " has something that is not a whole number from 1 to " + most);
  }
}
