package dev.edgewise.agent.rpc;

import static io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING;
import static io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.ChunkFrame;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.RunFrames;
import dev.edgewise.sdk.wire.server.CallsOnStream;
import dev.edgewise.serving.protocol.GrpcInference;
import dev.edgewise.serving.protocol.StreamedInference;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a hosted method; of any other, one that says what is hosted. */
final class OfferedMethods extends HandlerRegistry {
  private static final String INFERENCE = GrpcInference.SERVICE + "/" + StreamedInference.EACH;
  private static final String INFERENCES = GrpcInference.SERVICE + "/" + StreamedInference.METHOD;

  private final Map<String, ServerMethodDefinition<?, ?>> methods;
  private final ServerCallHandler<Message, Message> unknown;

  OfferedMethods(ServingParts serving, List<HostedService> services) {
    Map<String, CallHandler> hosted = new TreeMap<>();
    for (HostedService service : services) {
      for (MethodContract contract : service.methods()) {
        hosted.put(contract.fullName(), new CallHandler(serving, service, contract));
      }
    }
    String offered = String.join(", ", hosted.keySet());
    Map<String, ServerMethodDefinition<?, ?>> all = new HashMap<>();
    // Not UNARY: of those gRPC sends one message at most, and an answer may come in chunks.
    hosted.forEach((name, handler) -> all.put(name, method(SERVER_STREAMING, name, handler)));
    all.put(
        ChunkFrame.METHOD,
        method(
            BIDI_STREAMING,
            ChunkFrame.METHOD,
            new StrangersDoor(serving, hosted, offered, "a Begin", ChunkedIntake::begin)));
    all.put(
        RunFrames.METHOD,
        method(
            SERVER_STREAMING,
            RunFrames.METHOD,
            new StrangersDoor(serving, hosted, offered, "their message", RunIntake::begin)));
    all.put(
        HealthCheck.METHOD,
        method(SERVER_STREAMING, HealthCheck.METHOD, new HealthCheck(serving, services)));
    CallHandler inference = hosted.get(INFERENCE);
    if (inference != null) {
      all.put(
          INFERENCES,
          method(
              BIDI_STREAMING,
              INFERENCES,
              new CallsOnStream(
                  INFERENCE,
                  inference,
                  StreamedInference::of,
                  StreamedInference.MOST_CALLS,
                  StreamedInference.MOST_BYTES)));
    }
    this.methods = Map.copyOf(all);
    this.unknown = CallHandler.unknown(serving, offered);
  }

  private static ServerMethodDefinition<?, ?> method(
      MethodType type, String name, ServerCallHandler<Message, Message> handler) {
    return ServerMethodDefinition.create(MessageMarshaller.method(type, name), handler);
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
    ServerMethodDefinition<?, ?> known = methods.get(name);
    return known != null
        ? known
        : ServerMethodDefinition.create(MessageMarshaller.unary(name), unknown);
  }
}
