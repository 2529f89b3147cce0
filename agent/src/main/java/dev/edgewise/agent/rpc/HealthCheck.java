package dev.edgewise.agent.rpc;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code grpc.health.v1.Health/Check}, answered from memory on the event loop: a node that is busy
 * is not ill, and must be able to say so.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md">GRPC Health
 *     Checking Protocol</a>
 */
final class HealthCheck implements ServerCallHandler<Message, Message> {
  static final String METHOD = "grpc.health.v1.Health/Check";

  /** {@code status: SERVING} and {@code NOT_SERVING}. */
  private static final Message SERVING = Message.of(new byte[] {1 << 3, 1});

  private static final Message NOT_SERVING = Message.of(new byte[] {1 << 3, 2});

  private final ServingParts serving;
  private final Set<String> services;

  HealthCheck(ServingParts serving, List<HostedService> services) {
    this.serving = serving;
    this.services = services.stream().map(HostedService::name).collect(Collectors.toSet());
  }

  @Override
  public ServerCall.Listener<Message> startCall(
      ServerCall<Message, Message> call, Metadata headers) {
    call.request(2);
    return new ServerCall.Listener<>() {
      private boolean answered;

      @Override
      public void onMessage(Message message) {
        if (!answered) {
          answered = true;
          answer(call, message);
        }
      }

      @Override
      public void onHalfClose() {
        if (!answered) {
          answered = true;
          CallHandler.refuse(
              serving, call, METHOD, ErrorCode.BAD_REQUEST, METHOD + " takes one message.");
        }
      }
    };
  }

  private void answer(ServerCall<Message, Message> call, Message request) {
    String service = service(request.bytes());
    if (!service.isEmpty() && !services.contains(service)) {
      CallHandler.refuse(
          serving, call, METHOD, ErrorCode.NOT_FOUND, "The service is not offered here.");
      return;
    }
    call.sendHeaders(new Metadata());
    call.sendMessage(
        serving.health().complaint(service).isEmpty() && !serving.admission().slots().draining()
            ? SERVING
            : NOT_SERVING);
    call.close(Status.OK, new Metadata());
  }

  /** The one field of the request; what is no such message asks for no service that there is. */
  private static String service(byte[] request) {
    return request.length < 2
        ? ""
        : new String(request, 2, request.length - 2, StandardCharsets.UTF_8);
  }
}
