package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Text;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Result;
import dev.edgewise.proto.v1.Step;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says in one line why a call went where it went. Pure. */
final class Why {
  private static final int LONGEST = 300;

  private Why() {}

  static String inOneLine(DecisionRecord record) {
    return line(words(record));
  }

  private static String words(DecisionRecord record) {
    Result result = record.getResult();
    if (record.getStepsCount() == 0) {
      return result.getMessage().isEmpty()
          ? "the call ended before any node was chosen"
          : result.getMessage();
    }
    Step last = record.getSteps(record.getStepsCount() - 1);
    String because = last.getReason() + before(record);
    return switch (result.getEscalation()) {
      case "escalated" ->
          "the edge was unsure (" + result.getEscalationDetail() + "), so the cloud: " + because;
      case "kept" ->
          because + "; the edge's unsure answer was kept: " + result.getEscalationDetail();
      default -> because + end(result, last);
    };
  }

  /** What became of the nodes that were tried first. */
  private static String before(DecisionRecord record) {
    Set<String> tries = new LinkedHashSet<>();
    for (Step step : record.getStepsList().subList(0, record.getStepsCount() - 1)) {
      switch (step.getAnswer()) {
        case "not-run" -> tries.add(step.getNode() + " did not take it");
        case "lost" -> tries.add(step.getNode() + " was lost");
        case "failed" -> tries.add("it failed on " + step.getNode());
        default -> {
          // The edge answered, and the cascade went on.
        }
      }
    }
    return tries.isEmpty() ? "" : " (before that, " + String.join(", ", tries) + ")";
  }

  private static String end(Result result, Step last) {
    if (result.getOutcome().equals("completed") || last.getNode().isEmpty()) {
      return "";
    }
    return switch (last.getAnswer()) {
      case "expired" -> "; the deadline came before its answer";
      case "cancelled" -> "; the caller gave up";
      case "lost" -> "; it was lost: " + last.getDetail();
      case "" -> "";
      default -> "; " + last.getDetail();
    };
  }

  /** On one line, and not too long: records come from clients. */
  static String line(String text) {
    return Text.line(text, LONGEST);
  }
}
