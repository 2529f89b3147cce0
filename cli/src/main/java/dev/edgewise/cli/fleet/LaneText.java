package dev.edgewise.cli.fleet;

import dev.edgewise.cli.shell.Facts;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.sdk.wire.operator.FleetStatus.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lanes, for people. Pure. */
final class LaneText {
  private static final List<String> USUAL = List.of("cancelled", "failed", "refused", "completed");
  private static final Comparator<String> BY_MEANING =
      Comparator.<String>comparingInt(USUAL::indexOf).reversed().thenComparing(word -> word);

  private LaneText() {}

  /** {@code 1: 120, 2: 44, 3-4: 12}: batches by size; a dash when none has run. */
  static String sizes(List<Long> batches) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      if (batches.get(i) > 0) {
        words.add(size(i) + ": " + batches.get(i));
      }
    }
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  /** Sizes that the count at {@code index} stands for: 1, 2, 3-4, 5-8 and so on. */
  static String size(int index) {
    if (index < 2) {
      return Integer.toString(index + 1);
    }
    return ((1L << (index - 1)) + 1) + "-" + (1L << index);
  }

  /** {@code 40 completed, 2 refused}; a dash when there are none. */
  static String verdicts(Map<String, Long> verdicts) {
    List<String> words = new ArrayList<>();
    TreeMap<String, Long> ordered = new TreeMap<>(BY_MEANING);
    ordered.putAll(verdicts);
    ordered.forEach(
        (verdict, count) -> {
          if (count > 0) {
            words.add(count + " " + verdict);
          }
        });
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  /** The facts of a lane, to stand below its name. */
  static String facts(Lane lane, String indent) {
    Facts facts = new Facts();
    facts.add(
        "waiting",
        Words.count(lane.waiting(), "call", "calls") + ", at most " + lane.cap() + " together");
    facts.add("batches", sizes(lane.batches()));
    facts.add("calls", verdicts(lane.verdicts()));
    facts.add(
        "p50",
        "waited " + Words.millis(lane.waitMillis()) + ", ran " + Words.millis(lane.batchMillis()));
    return facts.text(indent);
  }

  /** What a lane is called: its method, and what its calls have in common. */
  static String name(Lane lane) {
    String method = method(lane.method());
    return lane.shape().isEmpty() ? method : method + "  " + lane.shape();
  }

  /** A method without its service's package: {@code captions/Nearest}. */
  static String method(String method) {
    int slash = method.lastIndexOf('/');
    return slash < 0 ? method : Words.simple(method.substring(0, slash)) + method.substring(slash);
  }
}
