package dev.edgewise.sdk.wire.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.rules.NodeRuling;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleTrace.Result;
import dev.edgewise.core.rules.RuleTrace.Said;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.sdk.invoke.CallRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Traces of rules in records of calls. */
final class RuleTracesTest {
  private static final RuleDefinition TOO_BIG =
      new RuleDefinition(
          "too-big",
          List.of("*"),
          Phase.BEFORE,
          "size > 50000000",
          new RuleAction.Refuse("Not that much."));
  private static final RuleTrace TRACE =
      new RuleTrace(
          "0123456789abcdef",
          Phase.BEFORE,
          List.of(new Said(TOO_BIG, Result.MET, "")),
          Map.of(
              "size",
              60_000_000L,
              "request.sure",
              true,
              "request.score",
              0.25,
              "tenant",
              "acme",
              "deadline",
              Duration.ofMillis(1_500)),
          Set.of("request.name"),
          List.of(
              new NodeRuling(
                  new Node("nyc", Tier.EDGE, new Site("shop", Trust.TRUSTED)),
                  "rule x avoids nodes with node.tier == \"edge\"",
                  1,
                  "x")),
          new RuleVerdict(RuleVerdict.Kind.REFUSE, "too-big", "Not that much."));

  private static CallRecord call() {
    CallRecord plain = CallRecords.failed("7k3v9q2m4xw1z", Label.INTERNAL, "boom");
    return new CallRecord(
        plain.time(),
        plain.timeAllowed(),
        plain.invocation(),
        plain.trace(),
        plain.origin(),
        plain.steps(),
        plain.result(),
        List.of(TRACE));
  }

  @Test
  void a_trace_comes_back_as_it_was() {
    assertThat(Explanation.of(call()).rules()).containsExactly(TRACE);
  }

  @Test
  void the_page_says_what_each_rule_read_and_said() {
    assertThat(Explanation.of(call()).toText())
        .contains(
            """
            Rules, asked before the call (0123456789abcdef):
               too-big (refuse if size > 50000000): met
               They read deadline = PT1.5S, request.score = 0.25, request.sure = true, size = 60000000, tenant = acme; not kept: request.name.
               nyc: out, rule x avoids nodes with node.tier == "edge"
               So: refused by too-big: Not that much.
            """);
  }

  @Test
  void nothing_of_confidential_data_is_kept() {
    RuleTrace kept = TRACE.withoutPayload();
    assertThat(kept.facts()).containsOnlyKeys("size", "tenant", "deadline");
    assertThat(kept.withheld())
        .containsExactlyInAnyOrder("request.sure", "request.score", "request.name");
  }
}
