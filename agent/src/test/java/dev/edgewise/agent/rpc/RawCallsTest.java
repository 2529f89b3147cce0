package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.AgentGrpc;
import dev.edgewise.proto.v1.DescribeRequest;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers that are no Edgewise SDK. */
final class RawCallsTest {
  private static final String ECHO = FakeService.NAME + "/echo";

  private record Ended(Status status, Metadata trailers) {}

  private static FakeService echo() {
    return new FakeService().on("echo", (request, context) -> request);
  }

  private static ManagedChannel channel(Rig rig) {
    return NettyChannelBuilder.forAddress("127.0.0.1", rig.server.port())
        .usePlaintext()
        .disableRetry()
        .build();
  }

  private static Ended call(ManagedChannel channel, Metadata headers, int messages) {
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    ClientCall<Message, Message> call =
        channel.newCall(MessageMarshaller.unary(ECHO), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(new Ended(status, trailers));
          }
        },
        headers);
    call.request(2);
    for (int i = 0; i < messages; i++) {
      call.sendMessage(Message.of(new byte[] {1}));
    }
    call.halfClose();
    return ended.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static Metadata label(String label) {
    Metadata headers = new Metadata();
    headers.put(WireNames.LABEL, label);
    return headers;
  }

  @Test
  void a_caller_without_any_header_of_ours_is_served() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      ManagedChannel channel = channel(rig);
      assertThat(
              ClientCalls.blockingUnaryCall(
                      channel,
                      MessageMarshaller.unary(ECHO),
                      CallOptions.DEFAULT,
                      Message.of(new byte[] {5}))
                  .bytes())
          .containsExactly(5);
      channel.shutdownNow();
    }
  }

  @Test
  void an_unknown_label_is_refused() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      ManagedChannel channel = channel(rig);
      Ended ended = call(channel, label("top-secret"), 1);
      assertThat(ended.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(ended.status().getDescription()).contains("local-only");
      assertThat(ended.trailers().get(WireNames.CODE)).isEqualTo(ErrorCode.BAD_REQUEST.id());
      channel.shutdownNow();
    }
  }

  @Test
  void a_call_without_a_message_or_with_two_is_refused() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      ManagedChannel channel = channel(rig);
      for (int messages : new int[] {0, 2}) {
        Ended ended = call(channel, label("public"), messages);
        assertThat(ended.status().getCode()).isNotEqualTo(Status.Code.OK);
      }
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      channel.shutdownNow();
    }
  }

  @Test
  void headers_beyond_the_limit_end_the_call_and_not_the_connection() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      ManagedChannel channel = channel(rig);
      Metadata headers = label("public");
      headers.put(
          Metadata.Key.of("x-long", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(9 * 1024));
      assertThat(call(channel, headers, 1).status().getCode()).isNotEqualTo(Status.Code.OK);
      assertThat(call(channel, label("public"), 1).status().getCode()).isEqualTo(Status.Code.OK);
      channel.shutdownNow();
    }
  }

  @Test
  void descriptors_are_sent_when_asked_for() throws Exception {
    try (Rig rig = Rig.of(echo())) {
      ManagedChannel channel = channel(rig);
      DescribeResponse without =
          AgentGrpc.newBlockingStub(channel).describe(DescribeRequest.getDefaultInstance());
      assertThat(without.getServices(0).getDescriptorSet().isEmpty()).isTrue();
      DescribeResponse with =
          AgentGrpc.newBlockingStub(channel)
              .describe(DescribeRequest.newBuilder().setWithDescriptors(true).build());
      assertThat(with.getServices(0).getDescriptorSet().toByteArray()).containsExactly(1, 2, 3);
      assertThat(with.getVersion()).isEqualTo("test");
      channel.shutdownNow();
    }
  }

  @Test
  void connections_beyond_the_limit_are_closed_and_places_become_free_again() throws Exception {
    try (Rig rig =
        Rig.with(echo())
            .limits(new ServerLimits(1_000, 1 << 27, 8 * 1024, 100, 3, 1_000))
            .start()) {
      // The rig has one connection.
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        open.add(connected(rig));
        assertThat(greeted(open.get(i))).isTrue();
      }
      for (int i = 0; i < 20; i++) {
        try (Socket beyond = connected(rig)) {
          assertThat(greeted(beyond)).isFalse();
        }
      }
      for (Socket socket : open) {
        socket.close();
      }
      boolean again = false;
      for (int i = 0; i < 1_000 && !again; i++) {
        try (Socket socket = connected(rig)) {
          again = greeted(socket);
        }
      }
      assertThat(again).isTrue();
    }
  }

  private static Socket connected(Rig rig) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** Whether the server speaks first, with its SETTINGS frame, as HTTP/2 servers do. */
  private static boolean greeted(Socket socket) {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (java.io.IOException reset) {
      return false;
    }
  }

  @Test
  void a_flood_from_many_connections_is_refused_and_leaves_nothing_behind() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    FakeService service =
        new FakeService()
            .on(
                "echo",
                (request, context) -> {
                  gate.await();
                  return request;
                });
    try (Rig rig = Rig.of(service)) {
      List<ManagedChannel> channels = new ArrayList<>();
      List<CompletableFuture<Status>> ends = new ArrayList<>();
      CountDownLatch refused = new CountDownLatch(990);
      for (int c = 0; c < 10; c++) {
        ManagedChannel channel = channel(rig);
        channels.add(channel);
        for (int i = 0; i < 100; i++) {
          ends.add(start(channel, refused));
        }
      }
      // Ten calls fit; all others are refused while those ten are stuck.
      assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
      gate.countDown();
      long served =
          ends.stream()
              .map(end -> end.orTimeout(60, TimeUnit.SECONDS).join())
              .filter(Status::isOk)
              .count();
      assertThat(served).isEqualTo(10);
      assertThat(rig.admission.awaitEmpty(Rig.LONG)).isTrue();
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private static CompletableFuture<Status> start(ManagedChannel channel, CountDownLatch refused) {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<Message, Message> call =
        channel.newCall(MessageMarshaller.unary(ECHO), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
              refused.countDown();
            }
            end.complete(status);
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage(Message.of(new byte[1_000]));
    call.halfClose();
    return end;
  }
}
