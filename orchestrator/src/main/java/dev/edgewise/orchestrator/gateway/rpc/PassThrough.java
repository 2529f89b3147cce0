package dev.edgewise.orchestrator.gateway.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.MethodContract;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.OpenInference;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import dev.edgewise.sdk.wire.server.CallsOnStream;
import dev.edgewise.serving.protocol.GrpcInference;
import dev.edgewise.serving.protocol.StreamedInference;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The methods of the fleet beside the server's own, so that any client with plain stubs can call
 * them here; of any other method, the names that come nearest. Thread-safe.
 */
final class PassThrough extends HandlerRegistry {
  private static final ServerCall.Listener<Message> DEAF = new ServerCall.Listener<>() {};

  private final Gateway gateway;
  private final OpenInference inference;
  private final ServerMethodDefinition<?, ?> inferences;
  private volatile Reflected reflected = new Reflected(null, List.of());

  /** What reflection tells of some services; made once for them. */
  private record Reflected(
      @Nullable DynamicServices services, List<ServerServiceDefinition> definitions) {}

  /** Over a gateway, for a server that bounds the messages it takes. */
  PassThrough(Gateway gateway, OpenInference inference) {
    this.gateway = requireNonNull(gateway, "gateway");
    String each = PassedInference.PREFIX + StreamedInference.EACH;
    this.inference = requireNonNull(inference, "inference");
    this.inferences =
        ServerMethodDefinition.create(
            MessageMarshaller.method(
                MethodDescriptor.MethodType.BIDI_STREAMING,
                PassedInference.PREFIX + StreamedInference.METHOD),
            new CallsOnStream(
                each,
                PassedInference.handler(gateway, inference, each),
                StreamedInference::of,
                StreamedInference.MOST_CALLS,
                StreamedInference.MOST_BYTES));
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
    if (name.equals(PassedInference.PREFIX + StreamedInference.METHOD)) {
      return inferences;
    }
    // Any other of that service, a stream of requests perhaps, is refused before it has sent one.
    if (name.startsWith(PassedInference.PREFIX)
        && GrpcInference.METHODS.contains(name.substring(PassedInference.PREFIX.length()))) {
      return ServerMethodDefinition.create(
          MessageMarshaller.unary(name), PassedInference.handler(gateway, inference, name));
    }
    try {
      MethodContract contract = gateway.services().contract(name);
      return ServerMethodDefinition.create(
          MessageMarshaller.method(
              contract.streaming()
                  ? MethodDescriptor.MethodType.SERVER_STREAMING
                  : MethodDescriptor.MethodType.UNARY,
              name),
          (call, headers) -> PassedCall.begin(gateway, contract, call, headers));
    } catch (EdgewiseException unknown) {
      return ServerMethodDefinition.create(
          MessageMarshaller.unary(name),
          (call, headers) -> {
            Ending.of(unknown).close(call);
            return DEAF;
          });
    }
  }

  /** For reflection: only names and descriptors, calls come through {@link #lookupMethod}. */
  @Override
  public List<ServerServiceDefinition> getServices() {
    DynamicServices services = gateway.services();
    Reflected known = reflected;
    if (known.services() != services) {
      known = new Reflected(services, ReflectedServices.of(services));
      reflected = known;
    }
    return known.definitions();
  }
}
