package dev.edgewise.lab.oip.rpc;

import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.KnownLength;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(SERVICE + method)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new Known(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Its length is known, so that gRPC need not collect it first. */
  private static final class Known extends ByteArrayInputStream implements KnownLength {
    Known(byte[] bytes) {
      super(bytes);
    }
  }
}
