package dev.edgewise.sdk.wire.decision;

import dev.edgewise.core.Text;
import dev.edgewise.core.rules.NodeRuling;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleTrace.Result;
import dev.edgewise.core.rules.RuleVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What rules said of a call, in words. What comes from records is cleaned. */
final class RuleWords {
  private static final int MAX_TEXT = 300;

  private RuleWords() {}

  /** The lines of a page; none when no rule was asked. */
  static List<String> of(List<RuleTrace> traces) {
    List<String> lines = new ArrayList<>();
    int answers = 0;
    for (RuleTrace trace : traces) {
      boolean before = trace.phase() == Phase.BEFORE;
      lines.add("");
      lines.add(
          before
              ? "Rules, asked before the call (" + clean(trace.digest()) + "):"
              : "Rules, asked about "
                  + (++answers == 1 ? "the answer" : "the answer that came next")
                  + " ("
                  + clean(trace.digest())
                  + "):");
      trace.said().forEach(said -> lines.add("   " + line(said)));
      if (!trace.facts().isEmpty()) {
        lines.add("   They read " + facts(trace) + withheld(trace) + ".");
      }
      for (NodeRuling ruling : trace.nodes()) {
        if (!ruling.objection().isEmpty()) {
          lines.add("   " + ruling.node().name() + ": out, " + clean(ruling.objection()));
        } else if (ruling.factor() > 1) {
          lines.add(
              "   "
                  + ruling.node().name()
                  + ": its score counts "
                  + ruling.factor()
                  + " times, by "
                  + clean(ruling.rules()));
        }
      }
      lines.add("   So: " + verdict(trace.verdict()) + ".");
    }
    return lines;
  }

  private static String line(RuleTrace.Said said) {
    String condition =
        said.rule().condition().isEmpty() ? "always" : clean(said.rule().condition());
    return clean(said.rule().name())
        + " ("
        + said.rule().action().word()
        + " if "
        + condition
        + "): "
        + result(said);
  }

  private static String result(RuleTrace.Said said) {
    return said.result() == Result.FAILED
        ? "could not be evaluated, " + clean(said.detail())
        : said.result() == Result.MET ? "met" : "not met";
  }

  private static String facts(RuleTrace trace) {
    return trace.facts().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(fact -> clean(fact.getKey()) + " = " + clean(String.valueOf(fact.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String withheld(RuleTrace trace) {
    return trace.withheld().isEmpty()
        ? ""
        : "; not kept: "
            + trace.withheld().stream()
                .sorted()
                .map(RuleWords::clean)
                .collect(Collectors.joining(", "));
  }

  private static String verdict(RuleVerdict verdict) {
    String by = clean(verdict.rule());
    String words = verdict.words().isEmpty() ? "" : ": " + clean(verdict.words());
    return switch (verdict.kind()) {
      case NOTHING -> "nothing against it";
      case REFUSE -> "refused by " + by + words.replaceFirst("\\.$", "");
      case ESCALATE -> "the heavier body is asked, by " + by;
      case REPAIR -> "it must not be given, by " + by + words;
    };
  }

  private static String clean(String text) {
    return Text.line(text, MAX_TEXT);
  }
}
