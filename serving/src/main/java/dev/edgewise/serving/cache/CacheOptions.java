package dev.edgewise.serving.cache;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * The node's own configuration of its cache, checked.
 *
 * @param memory bytes of answers in memory, 1 MiB to 1 TiB; default 64 MB
 * @param disk bytes of answers on disk, 0 for none, to 64 TiB; default 0
 * @param folder where those lie; empty: in the node's own folder
 * @param shared where nodes of a tenant share answers, such as {@code redis://host:6379/0}; empty:
 *     nowhere
 * @param preload whether hot answers are brought into memory at the start; default true
 * @param questions that are remembered to be compared with others, 0 to 5 million; default 20,000
 * @param patience the longest that a call waits for the point of its question, 0 to 10 s; default
 *     250 ms
 * @param shadows answers that are computed beside calls at the same time, 0 to 64; default 1
 */
record CacheOptions(
    long memory,
    long disk,
    String folder,
    String shared,
    boolean preload,
    int questions,
    Duration patience,
    int shadows) {
  static final long DEFAULT_MEMORY = 64_000_000;

  private static final List<String> KEYS =
      List.of(
          "memory",
          "disk",
          "folder",
          "shared",
          "preload",
          "questions",
          "patienceMillis",
          "shadows");

  static CacheOptions of(Map<String, String> values) {
    for (String key : values.keySet()) {
      if (!KEYS.contains(key)) {
        throw bad(key, "is not known; there are " + String.join(", ", KEYS));
      }
    }
    return new CacheOptions(
        number(
            values,
            "memory",
            DEFAULT_MEMORY,
            n -> n >= 1 << 20 && n <= 1L << 40,
            "bytes, 1 MiB to 1 TiB"),
        number(values, "disk", 0, n -> n <= 1L << 46, "bytes, 0 to 64 TiB"),
        values.getOrDefault("folder", ""),
        values.getOrDefault("shared", ""),
        flag(values, "preload", true),
        (int) number(values, "questions", 20_000, n -> n <= 5_000_000, "0 to 5000000"),
        Duration.ofMillis(number(values, "patienceMillis", 250, n -> n <= 10_000, "0 to 10000")),
        (int) number(values, "shadows", 1, n -> n <= 64, "0 to 64"));
  }

  private static boolean flag(Map<String, String> values, String key, boolean fallback) {
    return switch (values.getOrDefault(key, Boolean.toString(fallback))) {
      case "true" -> true;
      case "false" -> false;
      case String other -> throw bad(key, "is \"" + other + "\"; expected: true or false");
    };
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
        ErrorCode.BAD_CONFIGURATION, "The cache: \"" + key + "\" " + problem + ".");
  }
}
