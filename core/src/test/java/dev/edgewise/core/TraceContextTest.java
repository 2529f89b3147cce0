package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void a_header_is_read_and_written() {
    for (String flags : new String[] {"00", "01"}) {
      String header = "00-" + TRACE + "-" + SPAN + "-" + flags;
      assertThat(TraceContext.parse(header))
          .hasValue(new TraceContext(TRACE, SPAN, flags.equals("01")));
      assertThat(TraceContext.parse(header).map(TraceContext::traceparent)).hasValue(header);
    }
    assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-ff").orElseThrow().sampled())
        .isTrue();
  }

  @Test
  void what_begins_here_can_be_read_elsewhere() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      TraceContext begun = TraceContext.begin(random);
      assertThat(TraceContext.parse(begun.traceparent())).hasValue(begun);
      TraceContext child = begun.child(random);
      assertThat(child.traceId()).isEqualTo(begun.traceId());
      assertThat(TraceContext.parse(child.traceparent())).hasValue(child);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
        "00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902bg-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"
      })
  void what_is_not_valid_counts_as_none(String header) {
    assertThat(TraceContext.parse(header)).isEmpty();
  }
}
