package dev.edgewise.agent.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Load;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may as well be lost, among what must not. */
final class OutboxTest {
  private final Caller caller = new Caller();
  private final Outbox outbox =
      Outbox.of(caller, new Metadata(), new ServerLimits(1_000, 1_000, 1_000, 1, 1, 1));

  private void begun() {
    outbox.beginItems(
        new CallReport(new Load(0, 0, 1, Duration.ZERO, false, 1), Duration.ZERO, Duration.ZERO));
  }

  private static Message text(String text) {
    return Message.of(text.getBytes(UTF_8));
  }

  @Test
  void an_offer_goes_at_once_when_the_caller_takes_something() {
    begun();
    outbox.offer(text("state 1"));
    assertThat(caller.sent).containsExactly("state 1");
  }

  @Test
  void of_offers_that_wait_the_newest_goes_when_the_caller_takes_something() {
    begun();
    caller.ready = false;
    outbox.offer(text("state 1"));
    outbox.offer(text("state 2"));
    assertThat(caller.sent).isEmpty();
    caller.ready = true;
    outbox.ready();
    outbox.ready();
    assertThat(caller.sent).containsExactly("state 2");
  }

  @Test
  void an_offer_that_waits_goes_before_the_next_message() {
    begun();
    caller.ready = false;
    outbox.offer(text("state 1"));
    caller.ready = true;
    assertThat(outbox.send(text("chunk"))).isEqualTo(Outbox.Sent.SENT);
    assertThat(caller.sent).containsExactly("state 1", "chunk");
  }

  @Test
  void nothing_is_offered_before_the_answer_begins_or_after_it_ended() {
    outbox.offer(text("state 1"));
    assertThat(caller.sent).isEmpty();
    begun();
    caller.ready = false;
    outbox.offer(text("state 2"));
    outbox.close(Status.OK, new Metadata());
    caller.ready = true;
    outbox.ready();
    outbox.offer(text("state 3"));
    assertThat(caller.sent).isEmpty();
  }

  /** A caller that says what it takes. */
  private static final class Caller extends ServerCall<Message, Message> {
    private final List<String> sent = new ArrayList<>();
    private boolean ready = true;

    @Override
    public void sendMessage(Message message) {
      sent.add(new String(message.bytes(), UTF_8));
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<Message, Message> getMethodDescriptor() {
      throw new IllegalStateException("nobody asks");
    }
  }
}
