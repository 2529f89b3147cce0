package dev.edgewise.sdk.wire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.HandClock;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArrivingBytesTest {
  private static final int MIB = 1 << 20;
  private static final int KIB = 1 << 10;
  private static final long LONGEST = CallPatience.LONGEST.toNanos();

  private final HandClock clock = new HandClock();
  private final ArrivingBytes bytes = new ArrivingBytes(10 * MIB, clock);

  private ServerStreamTracer call() {
    return bytes.newServerStreamTracer("test/a", new Metadata());
  }

  private static void exhausted(ServerStreamTracer call, long more, String words) {
    assertThatThrownBy(() -> call.inboundWireSize(more))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
        .hasMessageContaining(words);
  }

  @Test
  void small_messages_are_not_counted_and_large_ones_are_until_they_are_whole() {
    ServerStreamTracer call = call();
    call.inboundWireSize(ArrivingBytes.FREE);
    assertThat(bytes.held()).isZero();
    call.inboundWireSize(1);
    assertThat(bytes.held()).isEqualTo(ArrivingBytes.FREE + 1);
    call.inboundWireSize(MIB);
    assertThat(bytes.held()).isEqualTo(ArrivingBytes.FREE + 1 + MIB);
    call.inboundMessageRead(0, 0, 0);
    assertThat(bytes.held()).isZero();
    call.inboundWireSize(2 * MIB);
    assertThat(bytes.held()).isEqualTo(2 * MIB);
    call.streamClosed(Status.CANCELLED);
    assertThat(bytes.held()).isZero();
  }

  @Test
  void what_does_not_find_room_is_refused_and_small_messages_pass_all_the_same() {
    ServerStreamTracer first = call();
    first.inboundWireSize(8 * MIB);
    ServerStreamTracer second = call();
    exhausted(second, 3 * MIB, "on their way");
    second.streamClosed(Status.RESOURCE_EXHAUSTED);
    assertThat(bytes.held()).isEqualTo(8 * MIB);
    assertThatCode(() -> call().inboundWireSize(ArrivingBytes.FREE)).doesNotThrowAnyException();
    first.streamClosed(Status.OK);
    assertThatCode(() -> call().inboundWireSize(3 * MIB)).doesNotThrowAnyException();
  }

  @Test
  void a_message_that_takes_too_long_ends_its_call_and_no_other() {
    ServerStreamTracer slow = call();
    ServerStreamTracer whole = call();
    Context.CancellableContext ofSlow = held(slow);
    Context.CancellableContext ofWhole = held(whole);
    slow.inboundWireSize(MIB);
    whole.inboundWireSize(MIB);
    whole.inboundMessageRead(0, 0, 0);
    clock.set(LONGEST - 1);
    bytes.look();
    assertThat(ofSlow.isCancelled()).isFalse();
    clock.set(LONGEST);
    bytes.look();
    assertThat(ofSlow.isCancelled()).isTrue();
    assertThat(ofWhole.isCancelled()).isFalse();
  }

  private static Context.CancellableContext held(ServerStreamTracer call) {
    Context.CancellableContext own = Context.ROOT.withCancellation();
    call.filterContext(own.withValue(CallPatience.HOLD, own));
    return own;
  }

  @Test
  void whatever_comes_nothing_is_held_in_the_end_and_never_more_than_may_be() {
    Random random = new Random(3);
    List<ServerStreamTracer> open = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      if (open.isEmpty() || random.nextInt(5) == 0) {
        open.add(call());
      }
      ServerStreamTracer one = open.get(random.nextInt(open.size()));
      switch (random.nextInt(4)) {
        case 0 -> one.inboundMessageRead(0, 0, 0);
        case 1 -> {
          one.streamClosed(Status.OK);
          open.remove(one);
        }
        default -> {
          try {
            one.inboundWireSize(random.nextInt(MIB));
          } catch (StatusRuntimeException e) {
            one.streamClosed(e.getStatus());
            open.remove(one);
          }
        }
      }
      assertThat(bytes.held()).isBetween(0L, 10L * MIB);
    }
    open.forEach(one -> one.streamClosed(Status.OK));
    assertThat(bytes.held()).isZero();
  }

  @Test
  void a_client_is_told_which_of_both_it_is() throws IOException {
    MethodDescriptor<Message, Message> echo = MessageMarshaller.unary("test/a");
    ArrivingBytes few = new ArrivingBytes(1000 * KIB, clock);
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(800 * KIB)
            .addStreamTracerFactory(few)
            .addService(echo("test", echo))
            .build()
            .start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
            .usePlaintext()
            .maxInboundMessageSize(800 * KIB)
            .build();
    try {
      assertThat(answer(channel, echo, 700 * KIB)).isEqualTo(700 * KIB);
      assertThat(failure(channel, echo, 900 * KIB).getDescription()).contains("maximum size");
      ServerStreamTracer another = few.newServerStreamTracer("test/a", new Metadata());
      another.inboundWireSize(800 * KIB);
      assertThat(failure(channel, echo, 300 * KIB).getDescription())
          .contains(Statuses.ON_THEIR_WAY);
      another.streamClosed(Status.OK);
      assertThat(answer(channel, echo, 300 * KIB)).isEqualTo(300 * KIB);
      assertThat(few.held()).isZero();
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  private static ServerServiceDefinition echo(
      String service, MethodDescriptor<Message, Message> method) {
    return ServerServiceDefinition.builder(service)
        .addMethod(
            method,
            ServerCalls.asyncUnaryCall(
                (request, answer) -> {
                  answer.onNext(request);
                  answer.onCompleted();
                }))
        .build();
  }

  private static int answer(
      ManagedChannel channel, MethodDescriptor<Message, Message> method, int size) {
    return ClientCalls.blockingUnaryCall(
            channel, method, CallOptions.DEFAULT, Message.of(new byte[size]))
        .size();
  }

  private static Status failure(
      ManagedChannel channel, MethodDescriptor<Message, Message> method, int size) {
    try {
      throw new AssertionError("an answer of " + answer(channel, method, size) + " bytes");
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      return e.getStatus();
    }
  }
}
