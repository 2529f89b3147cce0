package dev.edgewise.orchestrator;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.proto.v1.AgentGrpc;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.DescribeRequest;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.GenerateRequest;
import dev.edgewise.proto.v1.Load;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.ProbeRequest;
import dev.edgewise.proto.v1.ProbeResponse;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.Site;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.proto.v1.Trust;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.Picture;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node that is played, with two models: {@code mirror} gives back its inputs, and refuses one
 * named {@code late}; {@code boots} makes a picture of three bytes, and knows no prompt {@code
 * dog}.
 */
final class ModelNode implements AutoCloseable {
  static final byte[] PNG = {(byte) 0x89, 'P', 'N'};

  private static final String PACKAGE = "edgewise.models.v1";

  private final Server server;
  private final ManagedChannel control;

  ModelNode(ManagedChannel control) throws IOException {
    this("west", List.of(described("mirror", "Infer"), described("boots", "Generate")), control);
  }

  /** One with {@code mirror} alone. */
  static ModelNode mirror(String name, ManagedChannel control) throws IOException {
    return new ModelNode(name, List.of(described("mirror", "Infer")), control);
  }

  private ModelNode(String name, List<OfferedService> services, ManagedChannel control)
      throws IOException {
    this.control = control;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Agent(name))
            .fallbackHandlerRegistry(new Methods())
            .build()
            .start();
    ControlGrpc.newStub(control)
        .connect(new RawStream<ToAgent>())
        .onNext(
            FromAgent.newBuilder()
                .setRegister(
                    Register.newBuilder()
                        .setProtocol(1)
                        .setNode(name)
                        .setTier(Tier.TIER_CLOUD)
                        .setSite(site())
                        .setAddress("127.0.0.1:" + server.getPort())
                        .setVersion("0.1.0")
                        .addAllServices(services))
                .build());
  }

  private static Site site() {
    return Site.newBuilder().setName("west").setTrust(Trust.TRUST_OWN).build();
  }

  private static OfferedService.Builder offered(String model, String method) {
    return OfferedService.newBuilder()
        .setName(PACKAGE + "." + model)
        .addMethods("Metadata")
        .addMethods(method);
  }

  private static OfferedService described(String model, String method) {
    FileDescriptorProto models = GenerateRequest.getDescriptor().getFile().toProto();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("models/" + model + ".proto")
            .setPackage(PACKAGE)
            .setSyntax("proto3")
            .addDependency(models.getName())
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName(model)
                    .addMethod(method("Metadata", "ModelMetadataRequest", "ModelMetadata"))
                    .addMethod(method(method, method + "Request", method + "Response")))
            .build();
    return offered(model, method)
        .setDescriptorSet(
            ByteString.copyFrom(
                FileDescriptorSet.newBuilder()
                    .addFile(DescriptorProto.getDescriptor().getFile().toProto())
                    .addFile(dev.edgewise.proto.v1.Tensor.getDescriptor().getFile().toProto())
                    .addFile(models)
                    .addFile(file)
                    .build()
                    .toByteArray()))
        .build();
  }

  private static MethodDescriptorProto method(String name, String request, String response) {
    return MethodDescriptorProto.newBuilder()
        .setName(name)
        .setInputType(".edgewise.v1." + request)
        .setOutputType(".edgewise.v1." + response)
        .build();
  }

  @Override
  public void close() {
    control.shutdownNow();
    server.shutdownNow();
  }

  private static final class Agent extends AgentGrpc.AgentImplBase {
    private final String name;

    Agent(String name) {
      this.name = name;
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> answer) {
      answer.onNext(
          DescribeResponse.newBuilder()
              .setProtocol(1)
              .setNode(name)
              .setTier(Tier.TIER_CLOUD)
              .setSite(site())
              .setVersion("0.1.0")
              .addServices(offered("mirror", "Infer"))
              .addServices(offered("boots", "Generate"))
              .setLoad(load())
              .build());
      answer.onCompleted();
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
      answer.onNext(ProbeResponse.newBuilder().setLoad(load()).build());
      answer.onCompleted();
    }

    private static Load load() {
      return Load.newBuilder().setSlots(8).setMeanServiceMicros(1_000).setEpoch(1).build();
    }
  }

  private static final class Methods extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
      return ServerMethodDefinition.create(
          MessageMarshaller.unary(method),
          (call, headers) -> {
            call.request(2);
            return new Call(call, method);
          });
    }
  }

  private static final class Call extends ServerCall.Listener<Message> {
    private final ServerCall<Message, Message> call;
    private final String method;
    private Message request = Message.EMPTY;

    Call(ServerCall<Message, Message> call, String method) {
      this.call = call;
      this.method = method;
    }

    @Override
    public void onMessage(Message message) {
      request = message;
    }

    @Override
    public void onHalfClose() {
      Optional<Message> answer =
          switch (method.substring(method.indexOf('/') + 1)) {
            case "Metadata" ->
                Optional.of(
                    WireWriter.encode(
                        ModelCodecs.METADATA,
                        new ModelMetadata(
                            "mirror",
                            "tensors",
                            List.of("1"),
                            "onnx",
                            List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(-1, 2))),
                            List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(-1, 2))),
                            8,
                            "ready",
                            "")));
            case "Infer" -> inferred();
            default -> generated();
          };
      if (answer.isPresent()) {
        call.sendHeaders(new Metadata());
        call.sendMessage(answer.get());
        call.close(Status.OK, new Metadata());
      }
    }

    private Optional<Message> inferred() {
      InferRequest asked = WireReader.decode(ModelCodecs.INFER_REQUEST, request);
      return asked.inputs().get(0).name().equals("late")
          ? fails(ErrorCode.OVERLOADED, "the lane would be late")
          : Optional.of(
              WireWriter.encode(
                  ModelCodecs.INFER_RESPONSE, new InferResponse("1", asked.inputs())));
    }

    private Optional<Message> generated() {
      var asked = WireReader.decode(ModelCodecs.GENERATE_REQUEST, request);
      if (asked.prompt().equals("dog")) {
        return fails(ErrorCode.UNKNOWN_PROMPT, "the model knows boots and bags");
      }
      Picture picture = new Picture(ByteBuffer.wrap(PNG), 1, 1, 7);
      return Optional.of(
          WireWriter.encode(
              ModelCodecs.GENERATE_RESPONSE,
              new GenerateResponse(List.of(picture), "boot", 1, asked.steps().orElse(20), 7.5)));
    }

    private Optional<Message> fails(ErrorCode code, String detail) {
      call.close(Statuses.status(code, detail), Statuses.trailers(code, Optional.empty()));
      return Optional.empty();
    }
  }
}
