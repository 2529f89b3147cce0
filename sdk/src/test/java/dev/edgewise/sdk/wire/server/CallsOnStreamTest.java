package dev.edgewise.sdk.wire.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.spi.Framing;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests on a stream as calls, one event after the other and without a socket. */
final class CallsOnStreamTest {
  private final Client client = new Client();
  private final Map<String, Inner> calls = new LinkedHashMap<>();

  private ServerCall.Listener<Message> open(int mostCalls, long mostBytes) {
    return open(mostCalls, mostBytes, new Metadata());
  }

  private ServerCall.Listener<Message> open(int mostCalls, long mostBytes, Metadata headers) {
    return new CallsOnStream(
            "a.Service/Method",
            (call, ofEach) -> {
              Inner inner = new Inner(call, ofEach);
              if (client.turnsAway) {
                call.close(Status.RESOURCE_EXHAUSTED.withDescription("full"), new Metadata());
              }
              return inner;
            },
            request -> {
              String asked = text(request);
              return new Framing() {
                @Override
                public Message answer(Message answered) {
                  return message(asked + " is " + text(answered));
                }

                @Override
                public Message failure(String because) {
                  return message(asked + " failed: " + because);
                }
              };
            },
            mostCalls,
            mostBytes)
        .startCall(client, headers);
  }

  private static Message message(String text) {
    return Message.of(text.getBytes(UTF_8));
  }

  private static String text(Message message) {
    return new String(message.bytes(), UTF_8);
  }

  /** The client's side of the stream. */
  private static final class Client extends ServerCall<Message, Message> {
    final List<String> got = new ArrayList<>();
    int wanted;
    boolean ready = true;
    boolean turnsAway;
    @Nullable Status status;

    @Override
    public void request(int messages) {
      wanted += messages;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      got.add("headers");
    }

    @Override
    public void sendMessage(Message message) {
      got.add(text(message));
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      assertThat(this.status).isNull();
      this.status = status;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<Message, Message> getMethodDescriptor() {
      return MessageMarshaller.method(MethodDescriptor.MethodType.BIDI_STREAMING, "a.Service/Many");
    }
  }

  /** What the method's handler sees of one request. */
  private final class Inner extends ServerCall.Listener<Message> {
    final ServerCall<Message, Message> call;
    final Metadata headers;
    final List<String> events = new ArrayList<>();

    Inner(ServerCall<Message, Message> call, Metadata headers) {
      this.call = call;
      this.headers = headers;
    }

    void answer(String text) {
      call.sendHeaders(new Metadata());
      call.sendMessage(message(text));
      call.close(Status.OK, new Metadata());
    }

    void fail(Status status) {
      call.close(status, new Metadata());
    }

    @Override
    public void onMessage(Message message) {
      calls.put(text(message), this);
      events.add("message");
    }

    @Override
    public void onHalfClose() {
      events.add("half");
    }

    @Override
    public void onCancel() {
      events.add("cancel");
    }

    @Override
    public void onComplete() {
      events.add("complete");
    }

    @Override
    public void onReady() {
      events.add("ready");
    }
  }

  private Inner call(String request) {
    return requireNonNull(calls.get(request), request);
  }

  @Test
  void answers_come_in_the_order_of_their_requests() {
    ServerCall.Listener<Message> stream = open(8, 1_000);
    stream.onMessage(message("a"));
    stream.onMessage(message("b"));
    stream.onMessage(message("c"));
    call("c").answer("3");
    call("b").fail(Status.UNAVAILABLE.withDescription("no node"));
    assertThat(client.got).containsExactly("headers");
    assertThat(call("c").events).containsExactly("message", "half");
    call("a").answer("1");
    assertThat(client.got).containsExactly("headers", "a is 1", "b failed: no node", "c is 3");
    assertThat(call("c").events).containsExactly("message", "half", "complete");
    assertThat(client.status).isNull();
    stream.onHalfClose();
    assertThat(client.status).isEqualTo(Status.OK);
  }

  @Test
  void a_stream_ends_after_the_last_answer() {
    ServerCall.Listener<Message> stream = open(8, 1_000);
    stream.onMessage(message("a"));
    stream.onHalfClose();
    assertThat(client.status).isNull();
    call("a").fail(Status.CANCELLED);
    assertThat(client.got).contains("a failed: CANCELLED");
    assertThat(client.status).isEqualTo(Status.OK);
  }

  @Test
  void no_more_is_read_than_may_be_in_hand() {
    ServerCall.Listener<Message> stream = open(2, 10);
    assertThat(client.wanted).isEqualTo(1);
    stream.onMessage(message("a"));
    assertThat(client.wanted).isEqualTo(2);
    stream.onMessage(message("b"));
    assertThat(client.wanted).isEqualTo(2);
    call("a").answer("1");
    assertThat(client.wanted).isEqualTo(3);
    call("b").answer("2");
    stream.onMessage(message("twelve bytes"));
    assertThat(client.wanted).isEqualTo(3);
    call("twelve bytes").answer("12");
    assertThat(client.wanted).isEqualTo(4);
  }

  @Test
  void a_client_that_reads_nothing_is_not_read_either() {
    ServerCall.Listener<Message> stream = open(2, 1_000);
    client.ready = false;
    stream.onMessage(message("a"));
    stream.onMessage(message("b"));
    assertThat(call("a").call.isReady()).isFalse();
    call("a").answer("1");
    call("b").answer("2");
    assertThat(client.got).containsExactly("headers");
    assertThat(client.wanted).isEqualTo(2);
    client.ready = true;
    stream.onReady();
    assertThat(client.got).containsExactly("headers", "a is 1", "b is 2");
    assertThat(client.wanted).isEqualTo(3);
  }

  @Test
  void only_the_call_at_the_front_may_send() {
    ServerCall.Listener<Message> stream = open(8, 1_000);
    stream.onMessage(message("a"));
    stream.onMessage(message("b"));
    assertThat(call("a").call.isReady()).isTrue();
    assertThat(call("b").call.isReady()).isFalse();
    call("a").answer("1");
    assertThat(call("b").call.isReady()).isTrue();
    assertThat(call("b").events).containsExactly("message", "half", "ready");
  }

  @Test
  void a_client_that_goes_cancels_what_is_in_hand_and_nothing_else() {
    ServerCall.Listener<Message> stream = open(8, 1_000);
    stream.onMessage(message("a"));
    stream.onMessage(message("b"));
    call("a").answer("1");
    stream.onCancel();
    assertThat(call("a").events).containsExactly("message", "half", "complete");
    assertThat(call("b").events).endsWith("cancel").doesNotContain("complete");
    assertThat(call("b").call.isCancelled()).isTrue();
    call("b").answer("2");
    assertThat(client.got).doesNotContain("b is 2");
    assertThat(client.status).isNull();
  }

  @Test
  void who_is_turned_away_at_the_door_gets_no_message_and_the_stream_goes_on() {
    ServerCall.Listener<Message> stream = open(8, 1_000);
    client.turnsAway = true;
    stream.onMessage(message("a"));
    client.turnsAway = false;
    stream.onMessage(message("b"));
    call("b").answer("2");
    assertThat(client.got).containsExactly("headers", "a failed: full", "b is 2");
    assertThat(calls).containsOnlyKeys("b");
  }

  @Test
  void each_call_has_the_headers_of_the_stream_but_no_chunks() {
    Metadata headers = new Metadata();
    headers.put(WireNames.TENANT, "me");
    headers.put(WireNames.CHUNKS, WireNames.IN_CHUNKS);
    open(8, 1_000, headers).onMessage(message("a"));
    assertThat(call("a").headers.get(WireNames.TENANT)).isEqualTo("me");
    assertThat(call("a").headers.containsKey(WireNames.CHUNKS)).isFalse();
  }

  @Test
  void whatever_the_order_of_events_each_call_ends_once_and_answers_keep_theirs() {
    for (int seed = 0; seed < 300; seed++) {
      new Chaos(new Random(seed)).run();
    }
  }

  /** A client and bodies that do things in any order. */
  private final class Chaos {
    private final Random random;
    private int sent;

    Chaos(Random random) {
      this.random = random;
      calls.clear();
      client.got.clear();
      client.wanted = 0;
      client.status = null;
    }

    void run() {
      int most = 1 + random.nextInt(6);
      ServerCall.Listener<Message> stream = open(most, 1_000);
      List<Inner> open = new ArrayList<>();
      for (int step = 0; step < 200; step++) {
        int what = random.nextInt(4);
        if (what == 0 && sent < client.wanted) {
          String request = "r" + sent++;
          stream.onMessage(message(request));
          open.add(call(request));
        } else if (what == 1 && !open.isEmpty()) {
          open.remove(random.nextInt(open.size())).answer("done");
        } else if (what > 1) {
          client.ready = random.nextBoolean();
          if (client.ready) {
            stream.onReady();
          }
        }
        long inHand =
            calls.values().stream().filter(inner -> !inner.events.contains("complete")).count();
        assertThat(inHand).isLessThanOrEqualTo(most);
      }
      client.ready = true;
      stream.onReady();
      List.copyOf(open).forEach(inner -> inner.answer("done"));
      stream.onHalfClose();
      assertThat(client.status).isEqualTo(Status.OK);
      List<String> expected = new ArrayList<>(List.of("headers"));
      for (int i = 0; i < sent; i++) {
        expected.add("r" + i + " is done");
      }
      assertThat(client.got).isEqualTo(expected);
      assertThat(calls.values())
          .allSatisfy(inner -> assertThat(inner.events).containsOnlyOnce("complete"));
    }
  }
}
