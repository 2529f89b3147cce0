package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.spi.Message;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gRPC server on loopback whose methods take and give bytes. */
public final class LoopbackServer implements AutoCloseable {
  /** What a method does with a call; it must close it sooner or later. */
  @FunctionalInterface
  public interface Method {
    void handle(Call call) throws Exception;
  }

  /** A call that has arrived. */
  public record Call(byte[] request, Metadata headers, ServerCall<Message, Message> call) {
    public void answer(byte[] response, Metadata trailers) {
      call.sendHeaders(new Metadata());
      call.sendMessage(Message.of(response));
      call.close(Status.OK, trailers);
    }

    public void answer(byte[] response) {
      answer(response, new Metadata());
    }
  }

  private final Map<String, Method> methods = new LinkedHashMap<>();
  private final Map<String, ServerCallHandler<Message, Message>> raw = new LinkedHashMap<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private Runnable onCancel = () -> {};
  private ServerCredentials credentials = InsecureServerCredentials.create();
  private UnaryOperator<NettyServerBuilder> more = UnaryOperator.identity();
  private int port;
  private @Nullable Server server;

  public LoopbackServer on(String fullName, Method method) {
    methods.put(fullName, method);
    return this;
  }

  /** A method that does everything itself, and may send any number of messages. */
  LoopbackServer onRaw(String fullName, ServerCallHandler<Message, Message> handler) {
    raw.put(fullName, handler);
    return this;
  }

  /** Starts with these, and with what else is to be said to its builder. */
  LoopbackServer with(ServerCredentials given, UnaryOperator<NettyServerBuilder> said) {
    credentials = given;
    more = said;
    return this;
  }

  LoopbackServer onCancel(Runnable action) {
    onCancel = action;
    return this;
  }

  /** Starts, again on the same port when it has run before. */
  public LoopbackServer start() throws IOException {
    Map<String, ServerServiceDefinition.Builder> services = new LinkedHashMap<>();
    methods.forEach(
        (name, method) ->
            service(services, name)
                .addMethod(
                    MessageMarshaller.method(MethodType.SERVER_STREAMING, name), handler(method)));
    raw.forEach(
        (name, handler) ->
            service(services, name)
                .addMethod(
                    MessageMarshaller.method(MethodDescriptor.MethodType.BIDI_STREAMING, name),
                    handler));
    if (port == 0) {
      port = freePort();
    }
    NettyServerBuilder builder =
        more.apply(
            NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
                .executor(executor));
    services.values().forEach(service -> builder.addService(service.build()));
    server = builder.build().start();
    return this;
  }

  /**
   * A port that nobody has. Below those that the system gives to the near end of connections: such
   * a one may be taken, by a caller that looks for whoever was there, before it is bound.
   */
  public static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it: another one.
      }
    }
  }

  private static ServerServiceDefinition.Builder service(
      Map<String, ServerServiceDefinition.Builder> services, String method) {
    return services.computeIfAbsent(
        method.substring(0, method.indexOf('/')), ServerServiceDefinition::builder);
  }

  private ServerCallHandler<Message, Message> handler(Method method) {
    return (call, headers) -> {
      call.request(2);
      return new ServerCall.Listener<Message>() {
        private byte[] request = new byte[0];

        @Override
        public void onMessage(Message message) {
          request = message.bytes();
        }

        @Override
        public void onHalfClose() {
          try {
            method.handle(new Call(request, headers, call));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }

        @Override
        public void onCancel() {
          onCancel.run();
        }
      };
    };
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  void drain() {
    running().shutdown();
  }

  void stop() {
    try {
      running().shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Server running() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  @Override
  public void close() {
    stop();
    executor.shutdownNow();
  }
}
