package dev.edgewise.lab.oip;

import java.util.List;

/**
 * What a server said, as far as it must be the same everywhere.
 *
 * @param status of HTTP or gRPC
 * @param facts of the answer, tensors with all their elements, each in a line; words of errors are
 *     not among them
 * @param words of an error, for people
 */
record Outcome(String status, List<String> facts, String words) {
  Outcome {
    facts = List.copyOf(facts);
  }

  /** Whether the other says the same. */
  boolean same(Outcome other) {
    return status.equals(other.status) && facts.equals(other.facts);
  }

  /** Where two differ, in a line. */
  static String difference(Outcome ours, Outcome theirs) {
    if (!ours.status.equals(theirs.status)) {
      return "ours " + ours.head() + ", Triton's " + theirs.head();
    }
    List<String> more = ours.facts.stream().filter(fact -> !theirs.facts.contains(fact)).toList();
    List<String> less = theirs.facts.stream().filter(fact -> !ours.facts.contains(fact)).toList();
    return "ours has " + more + ", Triton's " + less;
  }

  private String head() {
    return words.isEmpty() ? status : status + " (" + words + ")";
  }
}
