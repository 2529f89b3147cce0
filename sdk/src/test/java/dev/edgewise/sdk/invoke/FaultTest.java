package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.FAULTY;
import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.UNSURE_FAULTY;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static dev.edgewise.sdk.invoke.TestMethods.tooMuch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Load;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What bodies say no with, on virtual time. */
final class FaultTest {
  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ListedCalls log = new ListedCalls();

  private Outcome<Double> call(MethodDefinition<Double> method, Label label) {
    Invoker invoker = transport.client(log);
    time.passMillis(100);
    var outcome =
        invoker.invoke(
            new CallRequest<>(
                method, new Object[] {1.0}, Duration.ofSeconds(1), label, Optional.empty()));
    time.passMillis(100);
    return outcome.join();
  }

  private static Reply threw(FaultMessage fault, String words) {
    return new Reply.Failed(
        ErrorCode.FAULT,
        words,
        Optional.of(
            new CallReport(
                new Load(0, 0, 2, Duration.ZERO, false, 0), Duration.ZERO, Duration.ofMillis(1))),
        Optional.of(fault));
  }

  private CallRecord record() {
    return log.records.get(0);
  }

  @Test
  void a_declared_exception_comes_as_itself_with_the_stack_of_its_caller() {
    transport.edge("edge-1", name(FAULTY)).replies(threw(tooMuch(3), "at most 3.0"));

    Outcome<Double> outcome = call(FAULTY, Label.INTERNAL);

    assertThat(((Outcome.Failed<Double>) outcome).cause().code()).isEqualTo(ErrorCode.FAULT);
    assertThatThrownBy(outcome::orThrow)
        .isInstanceOfSatisfying(
            TestMethods.TooMuch.class,
            fault -> {
              assertThat(fault.most).isEqualTo(3.0);
              assertThat(fault.getStackTrace())
                  .anyMatch(frame -> frame.getMethodName().startsWith("a_declared_exception"));
            });
  }

  @Test
  void it_is_an_answer_that_no_other_node_is_asked_for() {
    var first = transport.edge("edge-1", name(FAULTY)).replies(threw(tooMuch(3), "at most 3.0"));
    var second = transport.edge("edge-2", name(FAULTY)).replies(threw(tooMuch(3), "at most 3.0"));

    call(FAULTY, Label.INTERNAL);

    assertThat(first.received.size() + second.received.size()).isEqualTo(1);
  }

  @Test
  void the_record_of_the_call_keeps_its_type_and_not_its_words() {
    transport.edge("edge-1", name(FAULTY)).replies(threw(tooMuch(3), "at most 3.0"));

    call(FAULTY, Label.INTERNAL);

    assertThat(record().result().message()).contains("EW6019", "test.TooMuch", "edge-1");
    assertThat(record().toString()).doesNotContain("at most");
  }

  @Test
  void one_that_this_side_does_not_know_is_told_by_its_name_and_words() {
    transport.edge("edge-1", name(PLAIN)).replies(threw(tooMuch(3), "at most 3.0"));

    Outcome<Double> outcome = call(PLAIN, Label.INTERNAL);

    assertThatThrownBy(outcome::orThrow)
        .isInstanceOfSatisfying(
            EdgewiseException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.FAULT);
              assertThat(e.node()).contains("edge-1");
            })
        .hasMessageContainingAll("test.TooMuch", "at most 3.0", "another version");
    assertThat(record().toString()).doesNotContain("at most");
  }

  @Test
  void one_whose_fields_cannot_be_read_is_told_the_same_way() {
    FaultMessage broken = new FaultMessage("test.TooMuch", Message.of(new byte[] {9, 1}));
    transport.edge("edge-1", name(FAULTY)).replies(threw(broken, "at most 3.0"));

    assertThatThrownBy(call(FAULTY, Label.INTERNAL)::orThrow)
        .isInstanceOf(EdgewiseException.class)
        .isNotInstanceOf(MalformedMessage.class)
        .hasMessageContaining("cannot read");
  }

  @Test
  void when_the_cloud_says_no_the_edges_unsure_answer_stays() {
    transport.edge("edge-1", name(UNSURE_FAULTY)).answers(encoded(0.5));
    transport.cloud("west1", name(UNSURE_FAULTY)).replies(threw(tooMuch(3), "at most 3.0"));

    var completed = (Outcome.Completed<Double>) call(UNSURE_FAULTY, Label.INTERNAL);

    assertThat(completed.value()).isEqualTo(0.5);
    assertThat(((Escalation.Kept) completed.escalation()).because()).contains("test.TooMuch");
  }

  @Test
  void when_the_edge_says_no_the_cloud_is_not_asked() {
    transport.edge("edge-1", name(UNSURE_FAULTY)).replies(threw(tooMuch(3), "at most 3.0"));
    var cloud = transport.cloud("west1", name(UNSURE_FAULTY)).answers(encoded(0.9));

    assertThatThrownBy(call(UNSURE_FAULTY, Label.INTERNAL)::orThrow)
        .isInstanceOf(TestMethods.TooMuch.class);
    assertThat(cloud.received).isEmpty();
  }

  @Test
  void what_a_body_says_about_confidential_data_goes_to_the_caller_alone() {
    transport
        .edge("edge-1", name(PLAIN))
        .replies(new Reply.Failed(ErrorCode.BODY_FAILED, "no such patient: Ada", Optional.empty()));

    Outcome<Double> outcome = call(PLAIN, Label.CONFIDENTIAL);

    assertThatThrownBy(outcome::orThrow).hasMessageContaining("Ada");
    assertThat(record().toString()).doesNotContain("Ada").contains("not kept");
  }
}
