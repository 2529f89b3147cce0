package dev.edgewise.orchestrator.quarantine;

import dev.edgewise.core.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many attempts were answered, and how many failed with which code. Not thread-safe. */
final class Tally {
  /** A client cannot make up more codes than there are; beyond these it is one code. */
  private static final int MOST_CODES = 8;

  private static final String OTHER = "other codes";

  private long answered;
  private long failed;
  private final Map<String, Long> faults = new TreeMap<>();

  void add(long more, Map<String, Integer> codes) {
    answered += more;
    codes.forEach((code, count) -> fault(code, count));
  }

  void add(Tally other) {
    answered += other.answered;
    other.faults.forEach(this::fault);
  }

  private void fault(String code, long count) {
    boolean room = faults.size() < MOST_CODES || faults.containsKey(code);
    failed += count;
    faults.merge(room ? code : OTHER, count, Long::sum);
  }

  long all() {
    return answered + failed;
  }

  long answered() {
    return answered;
  }

  long failed() {
    return failed;
  }

  int codes() {
    return faults.size();
  }

  /** Of all, 0 to 1; 0 without any. */
  double share() {
    return all() == 0 ? 0 : (double) failed / all();
  }

  /** For people: "14 of 20 calls failed with EW6006 (body failed)". */
  String inWords(String calls) {
    String most =
        faults.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(entry -> " with " + word(entry.getKey()))
            .orElse("");
    return failed + " of " + all() + " " + calls + " failed" + (failed == 0 ? "" : most);
  }

  private static String word(String code) {
    return ErrorCode.of(code)
        .map(known -> code + " (" + known.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")")
        .orElse(OTHER);
  }
}
