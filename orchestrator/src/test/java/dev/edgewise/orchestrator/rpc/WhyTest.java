package dev.edgewise.orchestrator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Result;
import dev.edgewise.proto.v1.Step;
import org.junit.jupiter.api.Test;

final class WhyTest {
  @Test
  void a_call_that_simply_completed_has_the_routers_reason() {
    assertThat(why(result("completed"), step("n1", "n1: 9 ms expected", "completed")))
        .isEqualTo("n1: 9 ms expected");
  }

  @Test
  void what_became_of_the_nodes_before_is_told() {
    assertThat(
            why(
                result("completed"),
                step("n1", "n1: 9 ms expected", "lost"),
                step("n2", "n2: 12 ms expected", "completed")))
        .isEqualTo("n2: 12 ms expected (before that, n1 was lost)");
  }

  @Test
  void an_escalation_begins_with_the_edges_doubt() {
    assertThat(
            why(
                result("completed")
                    .setEscalation("escalated")
                    .setEscalationDetail("its confidence was 0.41"),
                step("e1", "e1: 9 ms expected", "completed"),
                step("c1", "c1: 90 ms expected", "completed")))
        .isEqualTo(
            "the edge was unsure (its confidence was 0.41), so the cloud: c1: 90 ms expected");
  }

  @Test
  void how_a_call_ended_badly_is_told() {
    assertThat(why(result("expired"), step("n1", "n1: 9 ms expected", "expired")))
        .isEqualTo("n1: 9 ms expected; the deadline came before its answer");
    assertThat(why(result("refused"), step("", "no node may run it", "")))
        .isEqualTo("no node may run it");
    assertThat(why(result("cancelled").setMessage("EW6005 the caller gave up")))
        .isEqualTo("EW6005 the caller gave up");
  }

  @Test
  void it_is_one_line_of_bounded_length_whatever_a_client_says() {
    String why =
        why(
            result("completed"),
            step("n1", "a\nb\u0000c\u001b[31m " + "😀".repeat(500), "completed"));
    assertThat(why).startsWith("a b c [31m 😀").endsWith("…").hasSizeLessThanOrEqualTo(300);
    assertThat(why.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF)).isTrue();
  }

  private static String why(Result.Builder result, Step... steps) {
    DecisionRecord.Builder record = DecisionRecord.newBuilder().setResult(result);
    for (Step step : steps) {
      record.addSteps(step);
    }
    return Why.inOneLine(record.build());
  }

  private static Result.Builder result(String outcome) {
    return Result.newBuilder().setOutcome(outcome);
  }

  private static Step step(String node, String reason, String answer) {
    return Step.newBuilder().setNode(node).setReason(reason).setAnswer(answer).build();
  }
}
