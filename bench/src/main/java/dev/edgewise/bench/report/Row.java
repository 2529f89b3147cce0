package dev.edgewise.bench.report;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One line of results: it cannot be made without its mark. Immutable. */
public final class Row {
  private final Mark mark;
  private final Map<String, Object> cells;

  private Row(Mark mark, Map<String, Object> cells) {
    this.mark = requireNonNull(mark, "mark");
    this.cells = Collections.unmodifiableMap(cells);
  }

  /** A row without cells. */
  public static Row of(Mark mark) {
    return new Row(mark, Map.of());
  }

  /** The same with a text. */
  public Row with(String name, String value) {
    return and(name, value);
  }

  /** The same with a number; one that is not finite is refused, because JSON has none. */
  public Row with(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: a finite number)");
    }
    return and(name, Math.round(value * 1000) / 1000.0);
  }

  /** The same with a count. */
  public Row with(String name, long value) {
    return and(name, value);
  }

  /** The same with a number, or with {@code null} when there were too few samples to tell it. */
  public Row with(String name, OptionalDouble value) {
    return value.isPresent() ? with(name, value.getAsDouble()) : and(name, Report.NOT_TOLD);
  }

  /** The same with the two ends of an interval, in that order. */
  public Row with(String name, double low, double high) {
    if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          name + ": " + low + ", " + high + " (expected: finite, the lower first)");
    }
    return and(name, List.of(Math.round(low * 1e5) / 1e5, Math.round(high * 1e5) / 1e5));
  }

  /** How its figures came about. */
  public Mark mark() {
    return mark;
  }

  /** Its cells in the order in which they were added. */
  public Map<String, Object> cells() {
    return cells;
  }

  private Row and(String name, Object value) {
    requireNonNull(value, name);
    if (name.equals("mark")) {
      throw new IllegalArgumentException("name: mark (expected: another one, a row has its mark)");
    }
    Map<String, Object> more = new LinkedHashMap<>(cells);
    more.put(name, value);
    return new Row(mark, more);
  }
}
