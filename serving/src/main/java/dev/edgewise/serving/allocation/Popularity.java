package dev.edgewise.serving.allocation;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * How often each model is called over days, to load the best of them before anybody asks after a
 * restart. A count halves each day of the time of day's clock, so that what was hot last week gives
 * way to what is hot now, and a night that a node was off counts as a night. With each model stands
 * what loading it took, and its bytes, as far as that was ever measured. Thread-safe.
 */
public final class Popularity {
  /** After which a count is half. */
  public static final Duration HALF_LIFE = Duration.ofDays(1);

  /** Models that are remembered; the least called go first. */
  static final int MAX_MODELS = 1_000;

  private static final String HEADER = "edgewise-popularity 1";

  private final Clock clock;
  private final Map<String, Entry> entries = new HashMap<>();

  private static final class Entry {
    final Heat heat;
    long loadNanos = 1;
    long bytes = 1;

    Entry(long now) {
      heat = new Heat(HALF_LIFE.toNanos(), now);
    }
  }

  /**
   * A model that was called.
   *
   * @param name of the model
   * @param count how often, decayed
   * @param loadNanos what loading it took last; 1 when that is not known
   * @param bytes that it took last; 1 when that is not known
   */
  public record Remembered(String name, double count, long loadNanos, long bytes) {
    /** Load time that is saved, for each byte: by what models in memory are compared too. */
    double worth() {
      return count * loadNanos / bytes;
    }
  }

  /** Nothing was called yet. */
  public Popularity(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /** Counts a call. */
  public synchronized void called(String name) {
    entry(name).heat.hit(now());
  }

  /** Takes note of what loading a model took. */
  public synchronized void loaded(String name, Duration took, long bytes) {
    Entry entry = entry(name);
    entry.loadNanos = Math.max(1, took.toNanos());
    entry.bytes = Math.max(1, bytes);
  }

  /** All that are worth a word, the most worth first. */
  synchronized List<Remembered> ranked() {
    long now = now();
    List<Remembered> all = new ArrayList<>();
    entries.forEach(
        (name, entry) ->
            all.add(new Remembered(name, entry.heat.at(now), entry.loadNanos, entry.bytes)));
    all.sort(
        Comparator.comparingDouble(Remembered::worth).reversed().thenComparing(Remembered::name));
    return List.copyOf(all);
  }

  /**
   * Those that fit into memory together, the most worth first. What is called less than once in a
   * half-life is left out: it would cost every start more than it ever saves.
   *
   * @param budget bytes
   */
  public List<Remembered> best(long budget) {
    List<Remembered> best = new ArrayList<>();
    long left = budget;
    for (Remembered each : ranked()) {
      if (each.count() >= 1 && each.bytes() <= left) {
        best.add(each);
        left -= each.bytes();
      }
    }
    return best;
  }

  /** As text, with the time and a checksum. */
  public synchronized String encode() {
    StringBuilder text = new StringBuilder();
    text.append(HEADER).append(' ').append(clock.now().toEpochMilli()).append('\n');
    for (Remembered each : ranked()) {
      text.append(each.name())
          .append('\t')
          .append(String.format(Locale.ROOT, "%.6f", each.count()))
          .append('\t')
          .append(each.loadNanos())
          .append('\t')
          .append(each.bytes())
          .append('\n');
    }
    return text + "end " + crc(text.toString()) + "\n";
  }

  /**
   * Reads what {@link #encode} wrote, and adds it to what is known.
   *
   * @return whether it was whole; else nothing has changed
   */
  public synchronized boolean add(String text) {
    int end = text.lastIndexOf("end ");
    if (end < 0 || !text.substring(end).equals("end " + crc(text.substring(0, end)) + "\n")) {
      return false;
    }
    List<String> lines = text.substring(0, end).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().matches(HEADER + " [0-9]{1,15}")) {
      return false;
    }
    long now = now();
    long then = millis(Long.parseLong(lines.getFirst().substring(HEADER.length() + 1)));
    List<Remembered> read = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split("\t", -1);
      if (parts.length != 4
          || !parts[1].matches("[0-9]{1,15}\\.[0-9]{6}")
          || !parts[2].matches("[1-9][0-9]{0,17}")
          || !parts[3].matches("[1-9][0-9]{0,17}")) {
        return false;
      }
      read.add(
          new Remembered(
              parts[0],
              Double.parseDouble(parts[1]),
              Long.parseLong(parts[2]),
              Long.parseLong(parts[3])));
    }
    for (Remembered each : read) {
      Heat old = new Heat(HALF_LIFE.toNanos(), then);
      old.add(each.count(), then);
      Entry entry = entry(each.name());
      entry.heat.add(old.at(now), now);
      entry.loadNanos = each.loadNanos();
      entry.bytes = each.bytes();
    }
    return true;
  }

  private Entry entry(String name) {
    Entry known = entries.get(name);
    if (known == null) {
      if (entries.size() >= MAX_MODELS) {
        long now = now();
        String coldest =
            entries.entrySet().stream()
                .min(Comparator.comparingDouble(each -> each.getValue().heat.at(now)))
                .orElseThrow()
                .getKey();
        entries.remove(coldest);
      }
      known = new Entry(now());
      entries.put(name, known);
    }
    return known;
  }

  private long now() {
    return millis(clock.now().toEpochMilli());
  }

  private static long millis(long millis) {
    return Duration.ofMillis(Math.min(millis, Long.MAX_VALUE / 2_000_000)).toNanos();
  }

  private static long crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
