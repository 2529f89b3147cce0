package dev.edgewise.lab.call.rpc;

import dev.edgewise.lab.call.Spent;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Main of the server: grpc-java as it comes, with a virtual thread for each call, as agents have.
 * Prints {@code ready PORT}; ends when its input does.
 */
final class BareServer {
  private BareServer() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .executor(threads)
              .addService(service())
              .build()
              .start();
      System.out.println("ready " + server.getPort());
      while (System.in.read() >= 0) {
        // Nobody has anything to say.
      }
      server.shutdownNow();
    }
  }

  private static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(Methods.SERVICE)
        .addMethod(
            Methods.BYTES, ServerCalls.asyncUnaryCall((octets, answer) -> end(answer, octets)))
        .addMethod(
            Methods.DOUBLED,
            ServerCalls.asyncUnaryCall((numbers, answer) -> end(answer, doubled(numbers))))
        .addMethod(
            Methods.SPENT, ServerCalls.asyncUnaryCall((nothing, answer) -> end(answer, spent())))
        .build();
  }

  private static Numbers doubled(Numbers numbers) {
    Numbers.Builder doubled = Numbers.newBuilder();
    for (int i = 0; i < numbers.getValueCount(); i++) {
      doubled.addValue(2 * numbers.getValue(i));
    }
    return doubled.build();
  }

  private static Cost spent() {
    Spent spent = Spent.byThisProcess();
    return Cost.newBuilder()
        .setCpuNanos(spent.cpuNanos())
        .setAllocatedBytes(spent.allocatedBytes())
        .build();
  }

  private static <A> void end(StreamObserver<A> observer, A answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }
}
