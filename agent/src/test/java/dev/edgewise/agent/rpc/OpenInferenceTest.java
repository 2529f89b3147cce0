package dev.edgewise.agent.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.rpc.oip.OpenInference;
import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.core.Clock;
import dev.edgewise.proto.v1.AgentGrpc;
import dev.edgewise.proto.v1.DescribeRequest;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The open protocol at an agent's port, through its own admission. */
final class OpenInferenceTest {
  private static final int MIB = 1 << 20;

  private final MirrorModel model = new MirrorModel();
  private final Rig rig =
      Rig.with(OpenInference.beside(List.of(model), new NoModels(), false, "test", Clock.system()))
          .inLanes()
          .capacity(new Capacity(1, 8, 500, 256L * MIB, 1 << 28))
          .start();
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", rig.server.port())
          .usePlaintext()
          .disableRetry()
          .maxInboundMessageSize(80 * MIB)
          .build();

  @AfterEach
  void close() {
    channel.shutdownNow();
    rig.close();
  }

  private byte[] call(String method, byte[] request) {
    return ClientCalls.blockingUnaryCall(
            channel, MessageMarshaller.unary(method), CallOptions.DEFAULT, Message.of(request))
        .bytes();
  }

  private byte[] infer(byte[] request) {
    return call("inference.GRPCInferenceService/ModelInfer", request);
  }

  /** A request for {@code mirror}, raw bytes in a tensor of that name. */
  private static byte[] request(String tensor, byte[] elements, byte[] more) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    field(input, 1, tensor.getBytes(UTF_8));
    field(input, 2, "UINT8".getBytes(UTF_8));
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    varint(shape, elements.length);
    field(input, 3, shape.toByteArray());
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    field(request, 1, "mirror".getBytes(UTF_8));
    request.writeBytes(more);
    field(request, 5, input.toByteArray());
    field(request, 7, elements);
    return request.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
    varint(out, number << 3 | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      out.write(rest | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  @Test
  void an_inference_comes_back_raw() {
    assertThat(infer(request("x", new byte[] {7, 8, 9}, new byte[0]))).endsWith(7, 8, 9);
  }

  @Test
  void the_inference_is_its_callers_tenants() {
    Metadata headers = new Metadata();
    headers.put(WireNames.TENANT, "acme");
    byte[] answer =
        ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(
                    channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                MessageMarshaller.unary("inference.GRPCInferenceService/ModelInfer"),
                CallOptions.DEFAULT,
                Message.of(request("x", new byte[] {7}, new byte[0])))
            .bytes();
    assertThat(answer).endsWith(7);
    assertThat(model.tenant).isEqualTo("acme");
  }

  @Test
  void a_message_may_have_up_to_64_mib_here_and_only_here() {
    byte[] large = new byte[20 * MIB];
    assertThat(infer(request("x", large, new byte[0]))).hasSizeGreaterThan(20 * MIB);
    assertThatThrownBy(() -> call(MirrorModel.METHODS.service() + "/Infer", large))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              assertThat(e.getMessage()).contains("Chunked");
            });
  }

  @Test
  void what_is_wrong_has_the_status_that_clients_of_the_protocol_know() {
    assertThat(status("inference.GRPCInferenceService/ModelInfer", new byte[] {10, 1, 'y'}))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status("inference.GRPCInferenceService/ModelMetadata", new byte[] {10, 1, 'y'}))
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(
            status(
                "inference.GRPCInferenceService/ModelInfer",
                request("late", new byte[1], new byte[0])))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status("inference.GRPCInferenceService/TraceSetting", new byte[0]))
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void requests_on_a_stream_are_calls_of_their_own_and_one_that_fails_is_an_answer()
      throws InterruptedException {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    StreamObserver<Message> requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(
                MessageMarshaller.method(
                    MethodDescriptor.MethodType.BIDI_STREAMING,
                    "inference.GRPCInferenceService/ModelStreamInfer"),
                CallOptions.DEFAULT),
            new StreamObserver<>() {
              @Override
              public void onNext(Message answer) {
                answers.add(new String(answer.bytes(), ISO_8859_1));
              }

              @Override
              public void onError(Throwable error) {
                answers.add("failed: " + error);
              }

              @Override
              public void onCompleted() {
                answers.add("end");
              }
            });
    ByteArrayOutputStream id = new ByteArrayOutputStream();
    field(id, 3, "seventeen".getBytes(UTF_8));
    for (String tensor : List.of("x", "late", "x")) {
      requests.onNext(Message.of(request(tensor, "elements".getBytes(UTF_8), id.toByteArray())));
    }
    requests.onNext(Message.of(new byte[] {-1}));
    requests.onCompleted();
    assertThat(List.of(next(answers), next(answers), next(answers), next(answers), next(answers)))
        .satisfiesExactly(
            good -> assertThat(good).contains("seventeen", "elements", "triton_final_response"),
            late ->
                assertThat(late).contains("seventeen", "would be late").doesNotContain("elements"),
            good -> assertThat(good).contains("elements"),
            none -> assertThat(none).contains("cannot be read"),
            end -> assertThat(end).isEqualTo("end"));
    assertThat(rig.admission.openStreams()).isZero();
  }

  private static String next(BlockingQueue<String> answers) throws InterruptedException {
    return requireNonNull(answers.poll(60, TimeUnit.SECONDS), "no answer within a minute");
  }

  private Status.Code status(String method, byte[] request) {
    try {
      call(method, request);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void a_request_may_be_less_patient_than_its_call() {
    // parameters: "timeout" → int64 1,000,000 µs
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    field(entry, 1, "timeout".getBytes(UTF_8));
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    varint(value, 2 << 3);
    varint(value, 1_000_000);
    field(entry, 2, value.toByteArray());
    ByteArrayOutputStream parameter = new ByteArrayOutputStream();
    field(parameter, 4, entry.toByteArray());
    infer(request("x", new byte[1], parameter.toByteArray()));
    assertThat(model.allowed).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void health_is_answered_as_grpc_has_it() {
    assertThat(call("grpc.health.v1.Health/Check", new byte[0])).containsExactly(8, 1);
    assertThat(status("grpc.health.v1.Health/Check", new byte[] {10, 1, 'y'}))
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void the_fleet_is_offered_the_model_and_not_the_protocol() {
    assertThat(
            AgentGrpc.newBlockingStub(channel)
                .describe(DescribeRequest.getDefaultInstance())
                .getServicesList())
        .singleElement()
        .satisfies(
            service -> assertThat(service.getName()).isEqualTo(MirrorModel.METHODS.service()));
  }

  @Test
  void for_points_of_texts_alone_this_large_door_stays_shut() {
    HostedService points = new MirrorModel(ModelKind.EMBEDDINGS);
    assertThat(OpenInference.beside(List.of(points), new NoModels(), false, "t", Clock.system()))
        .containsExactly(points);
    // A folder may get other models; and one that is called with tensors opens it for all.
    assertThat(OpenInference.beside(List.of(points), new NoModels(), true, "t", Clock.system()))
        .hasSize(2);
    assertThat(
            OpenInference.beside(
                List.of(points, model), new NoModels(), false, "t", Clock.system()))
        .hasSize(3);
  }
}
