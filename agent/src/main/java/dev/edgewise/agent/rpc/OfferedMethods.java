package dev.edgewise.agent.rpc;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import io.grpc.HandlerRegistry;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a hosted method; of any other, one that says what is hosted. */
final class OfferedMethods extends HandlerRegistry {
  private final Map<String, ServerMethodDefinition<?, ?>> methods;
  private final ServerCallHandler<Message, Message> unknown;

  OfferedMethods(Serving serving, List<HostedService> services) {
    Map<String, ServerMethodDefinition<?, ?>> all = new TreeMap<>();
    for (HostedService service : services) {
      for (MethodContract contract : service.methods()) {
        all.put(
            contract.fullName(),
            ServerMethodDefinition.create(
                MessageMarshaller.unary(contract.fullName()),
                new CallHandler(serving, service, contract)));
      }
    }
    this.methods = Map.copyOf(all);
    this.unknown = CallHandler.unknown(serving, String.join(", ", all.keySet()));
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
    ServerMethodDefinition<?, ?> known = methods.get(name);
    return known != null
        ? known
        : ServerMethodDefinition.create(MessageMarshaller.unary(name), unknown);
  }
}
