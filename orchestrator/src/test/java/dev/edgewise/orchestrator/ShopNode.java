package dev.edgewise.orchestrator;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.Accelerator;
import dev.edgewise.proto.v1.AgentGrpc;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.DescribeRequest;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.GenerationChunk;
import dev.edgewise.proto.v1.Load;
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
import dev.edgewise.proto.v1.WrongAnswerRequest;
import dev.edgewise.proto.v1.WrongAnswerResponse;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.sdk.wire.WireNames;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node that is played: it registers with a real orchestrator, says what it offers, and answers
 * calls of {@code shop.v1.Shop} as the test wants. What a request's {@code text} is decides: an
 * answer with that name, or {@code fail}, {@code busy}, {@code hang}.
 */
public final class ShopNode implements AutoCloseable {
  /** What came with a call. */
  public record Seen(String method, Metadata headers) {}

  private static final int PATIENCE_SECONDS = 30;
  private static final String RUN = "edgewise.v1.Generations/Run";

  private final String name;
  private final Tier tier;
  private final Function<String, Double> score;
  private final DynamicServices services;
  private final byte[] descriptors;
  private final List<Accelerator> accelerators;
  private final Server server;
  private final ManagedChannel control;
  private final StreamObserver<FromAgent> uplink;
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
  private final Set<String> decisions = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<String> wrong = new LinkedBlockingQueue<>();
  private final AtomicInteger itemsSent = new AtomicInteger();

  private ShopNode(
      String name,
      Tier tier,
      Function<String, Double> score,
      byte[] descriptors,
      List<Accelerator> accelerators,
      ManagedChannel control)
      throws IOException {
    this.accelerators = accelerators;
    this.name = name;
    this.tier = tier;
    this.score = score;
    this.descriptors = descriptors;
    this.services = DynamicServices.of(List.of(descriptors));
    this.control = control;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Agent())
            .fallbackHandlerRegistry(new Methods())
            .build()
            .start();
    this.uplink = ControlGrpc.newStub(control).connect(new RawStream<ToAgent>());
  }

  /**
   * Starts one, and registers it.
   *
   * @param score of what it finds
   */
  public static ShopNode start(
      String name, Tier tier, Function<String, Double> score, ManagedChannel control)
      throws IOException {
    return start(name, tier, score, ShopDescriptors.set(), List.of(), control);
  }

  /**
   * Starts one of a shop with other promises, and registers it.
   *
   * @param accelerators that it has
   */
  static ShopNode start(
      String name,
      Tier tier,
      Function<String, Double> score,
      byte[] descriptors,
      List<Accelerator> accelerators,
      ManagedChannel control)
      throws IOException {
    ShopNode node = new ShopNode(name, tier, score, descriptors, accelerators, control);
    node.uplink.onNext(FromAgent.newBuilder().setRegister(node.registration()).build());
    return node;
  }

  private Register registration() {
    return Register.newBuilder()
        .setProtocol(1)
        .setNode(name)
        .setTier(tier)
        .setSite(site())
        .setAddress("127.0.0.1:" + server.getPort())
        .setVersion("0.1.0")
        .addServices(offered().setDescriptorSet(ByteString.copyFrom(descriptors)))
        .addAllAccelerators(accelerators)
        .build();
  }

  private Site site() {
    return Site.newBuilder().setName("site-of-" + name).setTrust(Trust.TRUST_OWN).build();
  }

  private OfferedService.Builder offered() {
    OfferedService.Builder offered = OfferedService.newBuilder().setName("shop.v1.Shop");
    services.methods().forEach(method -> offered.addMethods(method.substring(13)));
    return offered;
  }

  /** From now on only what comes from now on is told. */
  public void forget() {
    seen.clear();
    cancelled.clear();
  }

  /** The next call that came. */
  public Seen next() throws InterruptedException {
    return requireNonNull(seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no call came");
  }

  /** Whether no call has come. */
  boolean unseen() {
    return seen.isEmpty();
  }

  /** Items of streams that were handed to the transport. */
  public int itemsSent() {
    return itemsSent.get();
  }

  /** Decisions of answers that it was told were wrong. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Whether no call was cancelled. */
  boolean noneCancelled() {
    return cancelled.isEmpty();
  }

  /** The next call that was cancelled. */
  public String nextCancelled() throws InterruptedException {
    return requireNonNull(
        cancelled.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no call was cancelled");
  }

  @Override
  public void close() {
    control.shutdownNow();
    server.shutdownNow();
  }

  private final class Agent extends AgentGrpc.AgentImplBase {
    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> answer) {
      answer.onNext(
          DescribeResponse.newBuilder()
              .setProtocol(1)
              .setNode(name)
              .setTier(tier)
              .setSite(site())
              .setVersion("0.1.0")
              .addServices(offered())
              .addAllAccelerators(accelerators)
              .setLoad(load())
              .build());
      answer.onCompleted();
    }

    @Override
    public void wrongAnswer(
        WrongAnswerRequest request, StreamObserver<WrongAnswerResponse> answer) {
      wrong.add(request.getDecisionId());
      boolean known = decisions.contains(request.getDecisionId());
      answer.onNext(WrongAnswerResponse.newBuilder().setKnown(known).build());
      answer.onCompleted();
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
      answer.onNext(ProbeResponse.newBuilder().setLoad(load()).build());
      answer.onCompleted();
    }

    private Load load() {
      return Load.newBuilder().setSlots(8).setMeanServiceMicros(1_000).setEpoch(1).build();
    }
  }

  private final class Methods extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
      return ServerMethodDefinition.create(
          MessageMarshaller.method(
              method.endsWith("/watch") || method.equals(RUN)
                  ? io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING
                  : io.grpc.MethodDescriptor.MethodType.UNARY,
              method),
          (call, headers) -> {
            seen.add(new Seen(method, headers));
            decisions.add(String.valueOf(headers.get(WireNames.DECISION)));
            call.request(2);
            return new Call(
                call, services.descriptor(method.equals(RUN) ? "shop.v1.Shop/watch" : method));
          });
    }
  }

  private final class Call extends ServerCall.Listener<Message> {
    private final ServerCall<Message, Message> call;
    private final MethodDescriptor method;
    private Message request = Message.EMPTY;
    private int left = -1;

    /** Items that the caller of a generation has; negative when the call is none. */
    private int emitted = -1;

    private String then = "end";

    Call(ServerCall<Message, Message> call, MethodDescriptor method) {
      this.call = call;
      this.method = method;
    }

    @Override
    public void onMessage(Message message) {
      request = message;
    }

    @Override
    public void onHalfClose() {
      if (call.getMethodDescriptor().getFullMethodName().equals(RUN)) {
        begin();
      }
      String text = text();
      if (method.isServerStreaming()) {
        stream(text);
        return;
      }
      switch (text) {
        case "hang" -> {}
        case "fail" -> fails(ErrorCode.BODY_FAILED, "IllegalStateException; the log has more");
        case "busy" -> fails(ErrorCode.OVERLOADED, "the queue is full");
        case "sold-out" -> soldOut();
        case "garbage" -> answers(Message.of(new byte[] {(byte) 0xFF, (byte) 0xFF}));
        case "kept" -> answers(found(text, 0.9), keptNote());
        default -> answers(found(text, score.apply(text)));
      }
    }

    /** A generation goes on where its caller stands. */
    private void begin() {
      try {
        RunRequest run = RunRequest.parseFrom(request.bytes());
        request = Message.of(run.getRequest().toByteArray());
        emitted = run.getEmittedCount();
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }

    private Message item(Message item) {
      if (emitted < 0) {
        return item;
      }
      return Message.of(
          RunEvent.newBuilder()
              .setChunk(
                  GenerationChunk.newBuilder()
                      .setNumber(++emitted)
                      .setItem(ByteString.copyFrom(item.bytes())))
              .build()
              .toByteArray());
    }

    /**
     * {@code 5}, {@code 3 then fail}, {@code 1 then hang}: items, and how it goes on; {@code 9
     * (nyc: 3 then hang)}: the same, and another story for one node.
     */
    private void stream(String text) {
      String own = text.replaceFirst(".*\\(" + name + ": (.*)\\)", "$1");
      String[] parts = own.replaceFirst(" \\(.*", "").split(" then ", -1);
      left = Integer.parseInt(parts[0]) - Math.max(emitted, 0);
      then = parts.length > 1 ? parts[1] : "end";
      call.sendHeaders(new Metadata());
      onReady();
    }

    @Override
    public void onReady() {
      while (left > 0 && call.isReady()) {
        call.sendMessage(item(found("item " + left--, 0.5)));
        itemsSent.incrementAndGet();
      }
      if (left == 0) {
        left = -1;
        switch (then) {
          case "fail" -> fails(ErrorCode.BODY_FAILED, "IllegalStateException; the log has more");
          case "hang" -> {}
          default -> call.close(Status.OK, new Metadata());
        }
      }
    }

    @Override
    public void onCancel() {
      cancelled.add(method.getName());
    }

    private String text() {
      try {
        DynamicMessage message = DynamicMessage.parseFrom(method.getInputType(), request.bytes());
        return (String) message.getField(method.getInputType().findFieldByName("text"));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }

    private Message found(String text, double score) {
      DynamicMessage.Builder answer = DynamicMessage.newBuilder(method.getOutputType());
      try {
        JsonFormat.parser()
            .merge("{\"result\": {\"name\": \"" + text + "\", \"score\": " + score + "}}", answer);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
      return Message.of(answer.build().toByteArray());
    }

    private void answers(Message answer) {
      answers(answer, new Metadata());
    }

    private void answers(Message answer, Metadata trailers) {
      call.sendHeaders(new Metadata());
      call.sendMessage(answer);
      call.close(Status.OK, trailers);
    }

    private static Metadata keptNote() {
      Metadata trailers = new Metadata();
      trailers.put(WireNames.CACHE, "semantic; age=12; similarity=0.912; bound=0.02");
      return trailers;
    }

    private void soldOut() {
      Status status = Statuses.status(ErrorCode.FAULT, "no more of boot-7");
      Metadata trailers = Statuses.trailers(ErrorCode.FAULT, Optional.empty());
      // model: "boot-7", days: 3
      byte[] fields = {0x0a, 6, 'b', 'o', 'o', 't', '-', '7', 0x10, 3};
      Statuses.putFault(trailers, status, new FaultMessage("shop.v1.SoldOut", Message.of(fields)));
      call.close(status, trailers);
    }

    private void fails(ErrorCode code, String detail) {
      call.close(Statuses.status(code, detail), Statuses.trailers(code, Optional.empty()));
    }
  }

  /** The label that a call was sent with. */
  public static String label(Seen call) {
    return String.valueOf(call.headers().get(WireNames.LABEL));
  }
}
