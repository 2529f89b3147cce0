package dev.edgewise.lab.oip.rpc;

import dev.edgewise.lab.rpc.Bytes;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A client of the protocol over one connection, the same for every server. Messages are bytes, so
 * that it takes as little as it can beside them. Thread-safe; calls block.
 */
public final class GrpcClient implements AutoCloseable {
  private static final String SERVICE = "inference.GRPCInferenceService/";
  private static final int LARGEST = 64 << 20;
  private static final long PATIENCE_SECONDS = 60;

  private final ManagedChannel channel;
  private final Map<String, MethodDescriptor<byte[], byte[]>> methods = new ConcurrentHashMap<>();

  private GrpcClient(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Over a new connection, which the first call makes. */
  public static GrpcClient to(String address) {
    return new GrpcClient(
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
            .maxInboundMessageSize(LARGEST)
            .build());
  }

  /**
   * An answer.
   *
   * @param status of gRPC, by its name
   * @param words of the status; empty without any
   * @param message empty when there is none
   */
  public record Reply(String status, String words, byte[] message) {
    /** Whether there is a message. */
    public boolean ok() {
      return status.equals("OK");
    }
  }

  /** Calls a method and waits for its answer, whatever that is. */
  public Reply call(String method, byte[] request) {
    try {
      byte[] answer =
          ClientCalls.blockingUnaryCall(
              channel,
              methods.computeIfAbsent(method, GrpcClient::descriptor),
              CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
              request);
      return new Reply("OK", "", answer);
    } catch (StatusRuntimeException e) {
      String words = e.getStatus().getDescription();
      return new Reply(e.getStatus().getCode().name(), words == null ? "" : words, new byte[0]);
    }
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
    return Bytes.method(MethodDescriptor.MethodType.UNARY, SERVICE + method);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
