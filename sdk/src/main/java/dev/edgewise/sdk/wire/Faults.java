package dev.edgewise.sdk.wire;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;

/** Declared exceptions as details of a {@code google.rpc.Status}. */
final class Faults {
  private static final String TYPE_URL = "type.googleapis.com/";

  private Faults() {}

  static byte[] details(Status status, FaultMessage fault) {
    String words = status.getDescription();
    return com.google.rpc.Status.newBuilder()
        .setCode(status.getCode().value())
        .setMessage(words == null ? "" : words)
        .addDetails(
            Any.newBuilder()
                .setTypeUrl(TYPE_URL + fault.messageName())
                .setValue(UnsafeByteOperations.unsafeWrap(fault.body().contiguous())))
        .build()
        .toByteArray();
  }

  /** The first detail; empty when there is none, or nothing that can be read. */
  static Optional<FaultMessage> read(Metadata trailers) {
    byte[] bytes = trailers.get(WireNames.DETAILS);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      com.google.rpc.Status status = com.google.rpc.Status.parseFrom(bytes);
      return status.getDetailsList().stream()
          .findFirst()
          .map(
              detail ->
                  new FaultMessage(
                      detail.getTypeUrl().substring(detail.getTypeUrl().lastIndexOf('/') + 1),
                      Message.of(detail.getValue().toByteArray())));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
