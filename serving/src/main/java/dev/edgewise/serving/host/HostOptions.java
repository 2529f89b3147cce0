package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Arena;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Provider;
import dev.edgewise.serving.text.TextOptions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The node's own configuration of serving, checked.
 *
 * @param memory bytes for all models together; default 2 GiB
 * @param threads of one run of a model, 1 to 64; default 1
 * @param maxBatchSize the most items of one run, 1 to 1024; default 32
 * @param batchTimeoutMicros the longest that a call waits for others while the device is busy, 0 to
 *     a minute; default 100 ms
 * @param workers runs at the same time; 0 for the machine's cores divided by {@code threads}
 * @param preload names of models to load at start; {@code *} stands for all
 * @param warmupMillis the longest that a model is warmed, 0 for not at all, to 10 minutes; default
 *     5 s
 * @param provider what engines that have several compute with; default the processor
 * @param device which of the provider's devices, 0 to 63; default 0
 * @param fallback whether the processor will do where the provider cannot be had; default false
 * @param arena what becomes of an engine's working memory between runs
 * @param record whether the first inputs of each model are kept for its next warm-up; default true
 * @param preloadHot whether models that were called often before are loaded at start; default true
 * @param preloadWaitMillis the longest that preloads keep the node from saying that it is ready, 0
 *     to an hour; default 2 minutes
 * @param text how texts are written
 */
record HostOptions(
    long memory,
    int threads,
    int maxBatchSize,
    long batchTimeoutMicros,
    int workers,
    List<String> preload,
    long warmupMillis,
    Provider provider,
    int device,
    boolean fallback,
    Arena arena,
    boolean record,
    boolean preloadHot,
    long preloadWaitMillis,
    TextOptions text) {
  static final long DEFAULT_MEMORY = 2L << 30;

  HostOptions {
    preload = List.copyOf(preload);
  }

  static HostOptions of(Map<String, String> values) {
    for (String key : values.keySet()) {
      if (!KEYS.contains(key)) {
        throw bad(key, "is not known; there are " + String.join(", ", KEYS));
      }
    }
    int threads = (int) number(values, "threads", 1, n -> n >= 1 && n <= 64, "1 to 64");
    return new HostOptions(
        number(values, "memory", DEFAULT_MEMORY, n -> n >= 1 << 20, "bytes, at least 1 MiB"),
        threads,
        (int) number(values, "maxBatchSize", 32, n -> n >= 1 && n <= 1_024, "1 to 1024"),
        number(
            values, "batchTimeoutMicros", 100_000, n -> n >= 0 && n <= 60_000_000, "0 to 60000000"),
        (int) number(values, "workers", 0, n -> n >= 0 && n <= 1_024, "0 to 1024"),
        Stream.of(values.getOrDefault("preload", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList(),
        number(values, "warmupMillis", 5_000, n -> n >= 0 && n <= 600_000, "0 to 600000"),
        word(values, "provider", Provider.CPU, Provider.values(), Provider::word),
        (int) number(values, "device", 0, n -> n >= 0 && n <= 63, "0 to 63"),
        word(values, "fallback", false, FLAGS, String::valueOf),
        word(values, "arena", Arena.DEFAULT, Arena.values(), Arena::word),
        word(values, "record", true, FLAGS, String::valueOf),
        word(values, "preloadHot", true, FLAGS, String::valueOf),
        number(values, "preloadWaitMillis", 120_000, n -> n >= 0 && n <= 3_600_000, "0 to 3600000"),
        new TextOptions(
            (int)
                number(values, "textContext", 4_096, n -> n >= 16 && n <= 131_072, "16 to 131072"),
            (int) number(values, "textStreams", 4, n -> n >= 1 && n <= 64, "1 to 64"),
            (int) number(values, "textWaiting", 64, n -> n >= 0 && n <= 10_000, "0 to 10000")));
  }

  /** How to run a model on this node. */
  EngineOptions engine() {
    return new EngineOptions(threads, provider, device, fallback, arena);
  }

  private static final List<String> KEYS =
      List.of(
          "memory",
          "threads",
          "maxBatchSize",
          "batchTimeoutMicros",
          "workers",
          "preload",
          "warmupMillis",
          "provider",
          "device",
          "fallback",
          "arena",
          "record",
          "preloadHot",
          "preloadWaitMillis",
          "textContext",
          "textStreams",
          "textWaiting");

  private static final Boolean[] FLAGS = {true, false};

  private static <T> T word(
      Map<String, String> values, String key, T fallback, T[] all, Function<T, String> words) {
    String text = values.get(key);
    if (text == null) {
      return fallback;
    }
    for (T one : all) {
      if (words.apply(one).equals(text)) {
        return one;
      }
    }
    throw bad(
        key,
        "is \""
            + text
            + "\"; expected: "
            + Stream.of(all).map(words).collect(Collectors.joining(", ")));
  }

  private static long number(
      Map<String, String> values, String key, long fallback, LongPredicate valid, String range) {
    String text = values.get(key);
    if (text == null) {
      return fallback;
    }
    if (text.matches("[0-9]{1,18}") && valid.test(Long.parseLong(text))) {
      return Long.parseLong(text);
    }
    throw bad(key, "is \"" + text + "\"; expected: " + range);
  }

  private static EdgewiseException bad(String key, String problem) {
    return EdgewiseException.of(
        ErrorCode.BAD_CONFIGURATION, "Serving of models: \"" + key + "\" " + problem + ".");
  }
}
