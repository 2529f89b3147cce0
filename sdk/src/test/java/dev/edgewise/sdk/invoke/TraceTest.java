package dev.edgewise.sdk.invoke;

import static dev.edgewise.sdk.invoke.TestMethods.PLAIN;
import static dev.edgewise.sdk.invoke.TestMethods.UNSURE;
import static dev.edgewise.sdk.invoke.TestMethods.encoded;
import static dev.edgewise.sdk.invoke.TestMethods.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One trace from the application to the innermost body, and in every record on the way. */
final class TraceTest {
  private static final TraceContext OUTER =
      TraceContext.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").orElseThrow();

  private final FakeTime time = new FakeTime();
  private final ScriptedTransport transport = new ScriptedTransport(time);
  private final ListedCalls log = new ListedCalls();
  private final List<CallRecord> records = log.records;

  private void call(MethodDefinition<Double> method, Optional<TraceContext> trace) {
    Invoker invoker = transport.client(log);
    time.passMillis(100);
    var outcome =
        invoker.invoke(
            new CallRequest<>(
                method, new Object[] {1.0}, Duration.ofSeconds(1), Label.INTERNAL, trace));
    time.passMillis(100);
    assertThat(outcome).isDone();
  }

  @Test
  void a_call_goes_on_with_the_trace_that_it_is_nested_in() {
    var node = transport.edge("edge-1", name(PLAIN)).answers(encoded(1));

    call(PLAIN, Optional.of(OUTER));

    TraceContext sent = node.received.get(0).trace();
    assertThat(sent.traceId()).isEqualTo(OUTER.traceId());
    assertThat(sent.spanId()).as("a span of its own").isNotEqualTo(OUTER.spanId());
    assertThat(sent.sampled()).isTrue();
    assertThat(records.get(0).trace()).isEqualTo(sent);
  }

  @Test
  void a_cascade_is_one_trace_on_both_tiers() {
    var edge = transport.edge("edge-1", name(UNSURE)).answers(encoded(0.5));
    var cloud = transport.cloud("cloud-1", name(UNSURE)).answers(encoded(0.9));

    call(UNSURE, Optional.empty());

    assertThat(cloud.received.get(0).trace().traceId())
        .isEqualTo(edge.received.get(0).trace().traceId())
        .isEqualTo(records.get(0).trace().traceId());
  }
}
