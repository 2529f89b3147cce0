package dev.edgewise.orchestrator;

import com.google.protobuf.ByteString;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.proto.v1.AgentGrpc;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.DescribeRequest;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.GenerationChunk;
import dev.edgewise.proto.v1.GenerationsGrpc;
import dev.edgewise.proto.v1.Load;
import dev.edgewise.proto.v1.OfferedModel;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.ProbeRequest;
import dev.edgewise.proto.v1.ProbeResponse;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.RunEvent;
import dev.edgewise.proto.v1.RunRequest;
import dev.edgewise.proto.v1.Site;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.proto.v1.Trust;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.EmbedRequest;
import dev.edgewise.sdk.spi.model.EmbedResponse;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.spi.model.Picture;
import dev.edgewise.sdk.spi.model.Preview;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.sdk.spi.model.TextUsage;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.sdk.wire.dynamic.ModelDescriptors;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A node that is played, with three models: {@code gem-1} says back the words that it was told,
 * {@code points} gives each text its length, {@code boots} makes pictures of three bytes. A text
 * may be a command: {@code busy}, {@code break} (two pieces, then it fails), {@code hang} (one
 * piece, then nothing).
 */
final class ApiNode implements AutoCloseable {
  static final byte[] PNG = {(byte) 0x89, 'P', 'N'};
  private static final Map<String, ModelKind> MODELS =
      Map.of(
          "gem-1",
          ModelKind.TEXT,
          "points",
          ModelKind.EMBEDDINGS,
          "boots",
          ModelKind.TEXT_TO_IMAGE,
          "plain",
          ModelKind.TENSORS);

  private final Server server;
  private final ManagedChannel control;
  final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
  final BlockingQueue<CompleteRequest> texts = new LinkedBlockingQueue<>();

  ApiNode(ManagedChannel control) throws IOException {
    this.control = control;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Agent())
            .addService(new Runs())
            .fallbackHandlerRegistry(new Unary())
            .build()
            .start();
    Register.Builder register =
        Register.newBuilder()
            .setProtocol(1)
            .setNode("west")
            .setTier(Tier.TIER_CLOUD)
            .setSite(site())
            .setAddress("127.0.0.1:" + server.getPort())
            .setVersion("0.1.0");
    MODELS.forEach(
        (name, kind) -> {
          ModelMethods methods = new ModelMethods(name);
          register
              .addServices(
                  offered(name, kind)
                      .setDescriptorSet(
                          ByteString.copyFrom(ModelDescriptors.descriptorSet(methods, kind))))
              .addModels(
                  OfferedModel.newBuilder()
                      .setName(name)
                      .setEngine("played")
                      .setService(methods.service()));
        });
    ControlGrpc.newStub(control)
        .connect(new RawStream<ToAgent>())
        .onNext(FromAgent.newBuilder().setRegister(register).build());
  }

  private static Site site() {
    return Site.newBuilder().setName("west").setTrust(Trust.TRUST_OWN).build();
  }

  private static OfferedService.Builder offered(String name, ModelKind kind) {
    OfferedService.Builder offered =
        OfferedService.newBuilder().setName(new ModelMethods(name).service());
    new ModelMethods(name)
        .contracts(kind)
        .forEach(contract -> offered.addMethods(contract.method()));
    return offered;
  }

  @Override
  public void close() {
    control.shutdownNow();
    server.shutdownNow();
  }

  private static final class Agent extends AgentGrpc.AgentImplBase {
    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> answer) {
      DescribeResponse.Builder response =
          DescribeResponse.newBuilder()
              .setProtocol(1)
              .setNode("west")
              .setTier(Tier.TIER_CLOUD)
              .setSite(site())
              .setVersion("0.1.0")
              .setLoad(load());
      MODELS.forEach((name, kind) -> response.addServices(offered(name, kind)));
      answer.onNext(response.build());
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

  /** Texts and pictures. */
  private final class Runs extends GenerationsGrpc.GenerationsImplBase {
    @Override
    public void run(RunRequest request, StreamObserver<RunEvent> answer) {
      Message message = Message.of(request.getRequest().toByteArray());
      ((ServerCallStreamObserver<RunEvent>) answer)
          .setOnCancelHandler(() -> cancelled.add(request.getMethod()));
      Sending out = new Sending(answer, request.getEmittedCount());
      if (request.getMethod().endsWith("/Draw")) {
        draw(WireReader.decode(ModelCodecs.GENERATE_REQUEST, message), out);
      } else {
        write(WireReader.decode(ModelCodecs.COMPLETE_REQUEST, message), out);
      }
    }
  }

  private static final class Sending {
    private final StreamObserver<RunEvent> answer;
    private final int had;
    private int number;

    Sending(StreamObserver<RunEvent> answer, int had) {
      this.answer = answer;
      this.had = had;
    }

    <T> void item(Codec<T> codec, T item) {
      if (++number > had) {
        answer.onNext(
            RunEvent.newBuilder()
                .setChunk(
                    GenerationChunk.newBuilder()
                        .setNumber(number)
                        .setItem(ByteString.copyFrom(WireWriter.encode(codec, item).bytes())))
                .build());
      }
    }

    void fails(ErrorCode code, String detail) {
      answer.onError(
          Statuses.status(code, detail)
              .asRuntimeException(Statuses.trailers(code, Optional.empty())));
    }

    void ends() {
      answer.onCompleted();
    }
  }

  private void write(CompleteRequest request, Sending out) {
    texts.add(request);
    String text =
        request.prompt().isEmpty()
            ? request.messages().stream().map(ChatMessage::text).reduce("", (_, last) -> last)
            : request.prompt();
    switch (text) {
      case "busy" -> out.fails(ErrorCode.OVERLOADED, "the queue is full");
      case "long" -> out.fails(ErrorCode.TOO_LARGE, "the prompt has 9000 tokens of 8192");
      case "hang" -> out.item(ModelCodecs.TEXT_CHUNK, chunk("one"));
      case "break" -> {
        out.item(ModelCodecs.TEXT_CHUNK, chunk("one"));
        out.item(ModelCodecs.TEXT_CHUNK, chunk(" two"));
        out.fails(ErrorCode.BODY_FAILED, "IllegalStateException; the log has more");
      }
      default -> {
        String[] words = text.split("(?= )", -1);
        for (String word : words) {
          out.item(ModelCodecs.TEXT_CHUNK, chunk(word));
        }
        out.item(
            ModelCodecs.TEXT_CHUNK,
            new TextChunk("", new long[0], "stop", Optional.of(new TextUsage(5, words.length, 0))));
        out.ends();
      }
    }
  }

  private static TextChunk chunk(String text) {
    return new TextChunk(text, new long[] {1}, "", Optional.empty());
  }

  private static void draw(GenerateRequest request, Sending out) {
    if (request.prompt().equals("dog")) {
      out.fails(ErrorCode.UNKNOWN_PROMPT, "the model knows boots and bags");
      return;
    }
    Picture picture = new Picture(ByteBuffer.wrap(PNG), 3, 2, request.seed().orElse(7));
    for (int i = 0; i < request.previews(); i++) {
      out.item(ModelCodecs.DRAW_EVENT, new DrawEvent.Previewed(new Preview(picture, 0, i + 1, 4)));
    }
    out.item(
        ModelCodecs.DRAW_EVENT,
        new DrawEvent.Finished(
            new GenerateResponse(
                Collections.nCopies(request.count(), picture), "boot", 1, 4, 7.5)));
    out.ends();
  }

  /** Points. */
  private static final class Unary extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
      return ServerMethodDefinition.create(
          MessageMarshaller.unary(method),
          (call, headers) -> {
            call.request(2);
            return new Embedding(call);
          });
    }
  }

  private static final class Embedding extends ServerCall.Listener<Message> {
    private final ServerCall<Message, Message> call;
    private Message request = Message.EMPTY;

    Embedding(ServerCall<Message, Message> call) {
      this.call = call;
    }

    @Override
    public void onMessage(Message message) {
      request = message;
    }

    @Override
    public void onHalfClose() {
      EmbedRequest asked = WireReader.decode(ModelCodecs.EMBED_REQUEST, request);
      if (asked.texts().getFirst().equals("busy")) {
        call.close(
            Statuses.status(ErrorCode.OVERLOADED, "the queue is full"),
            Statuses.trailers(ErrorCode.OVERLOADED, Optional.empty()));
        return;
      }
      List<Tensor> points =
          asked.texts().stream()
              .map(text -> Tensor.ofFloats(List.of(2), new float[] {text.length(), 0.5f}))
              .toList();
      call.sendHeaders(new Metadata());
      call.sendMessage(
          WireWriter.encode(
              ModelCodecs.EMBED_RESPONSE, new EmbedResponse(points, 3L * points.size())));
      call.close(Status.OK, new Metadata());
    }
  }
}
