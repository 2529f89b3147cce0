package dev.edgewise.lab.wrong.rpc;

import dev.edgewise.lab.rpc.Bytes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call whose messages are whatever bytes its maker likes.
 *
 * @param method full name, with its service
 * @param metadata that goes with it
 * @param messages one after the other, any number
 * @param deadlineMillis how long it may take
 */
public record RawCall(
    String method, Map<String, String> metadata, List<byte[]> messages, long deadlineMillis) {
  private static final int PATIENCE_SECONDS = 20;

  /**
   * How it ended.
   *
   * @param status of gRPC
   * @param code of Edgewise; empty without one
   * @param words of the status
   */
  public record Ended(String status, String code, String words) {}

  /** Makes it. */
  public Ended at(String address) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    try {
      return on(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private Ended on(ManagedChannel channel) {
    CompletableFuture<Ended> ended = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            Bytes.method(MethodDescriptor.MethodType.BIDI_STREAMING, method),
            CallOptions.DEFAULT.withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS));
    Metadata headers = new Metadata();
    metadata.forEach(
        (name, value) ->
            headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            @Nullable String code = trailers.get(code());
            ended.complete(
                new Ended(
                    status.getCode().name(),
                    code == null ? "" : code,
                    String.valueOf(status.getDescription())));
          }
        },
        headers);
    call.request(2);
    messages.forEach(call::sendMessage);
    call.halfClose();
    return ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private static Metadata.Key<String> code() {
    return Metadata.Key.of("edgewise-code", Metadata.ASCII_STRING_MARSHALLER);
  }
}
