package dev.edgewise.sdk.wire.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.HandClock;
import dev.edgewise.sdk.wire.MessageMarshaller;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CallPatienceTest {
  private static final MethodDescriptor<Message, Message> METHOD =
      MessageMarshaller.method(MethodType.BIDI_STREAMING, "test.v1.Slow/call");

  private static final long LONGEST = CallPatience.LONGEST.toNanos();

  private final HandClock clock = new HandClock();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private final CompletableFuture<Status> ended = new CompletableFuture<>();
  private final CallPatience patience = new CallPatience(clock);
  private final Server server;
  private final ManagedChannel channel;

  /** Answers the first message with a large one, when told so. */
  private volatile int answerBytes;

  CallPatienceTest() throws IOException {
    server =
        patience
            .on(
                NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
            .addService(
                ServerServiceDefinition.builder("test.v1.Slow")
                    .addMethod(METHOD, (call, headers) -> listener(call))
                    .build())
            .build()
            .start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private ServerCall.Listener<Message> listener(ServerCall<Message, Message> call) {
    call.request(1);
    begun.complete(null);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(Message message) {
        if (answerBytes > 0) {
          call.sendHeaders(new Metadata());
          call.sendMessage(Message.of(new byte[answerBytes]));
          call.close(Status.OK, new Metadata());
        }
        asked.complete(null);
      }

      @Override
      public void onCancel() {
        cancelled.complete(null);
      }
    };
  }

  private ClientCall<Message, Message> call() {
    ClientCall<Message, Message> call =
        channel.newCall(METHOD, CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    return call;
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void a_call_whose_first_message_does_not_come_is_ended_whatever_its_deadline() {
    ClientCall<Message, Message> call = call();
    call.request(1);
    await(begun);
    clock.set(LONGEST - 1);
    patience.look();
    assertThat(ended).isNotDone();
    clock.set(LONGEST);
    patience.look();
    assertThat(await(ended).getCode()).isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void a_call_that_has_sent_its_message_may_take_its_time() {
    ClientCall<Message, Message> call = call();
    call.sendMessage(Message.of(new byte[] {1}));
    await(asked);
    clock.set(100 * LONGEST);
    patience.look();
    assertThat(cancelled).isNotDone();
  }

  @Test
  void a_call_whose_answer_is_not_taken_is_ended() {
    answerBytes = 3 << 20;
    // It never asks for a message: the answer fills the window, and stays.
    ClientCall<Message, Message> call = call();
    call.sendMessage(Message.of(new byte[] {1}));
    await(asked);
    clock.set(LONGEST);
    patience.look();
    await(cancelled);
  }
}
