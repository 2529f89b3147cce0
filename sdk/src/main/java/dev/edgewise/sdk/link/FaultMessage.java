package dev.edgewise.sdk.link;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.Fault;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.WireReader;
import java.util.Optional;

/**
 * A declared exception on its way.
 *
 * @param messageName full protobuf name
 * @param body its fields, encoded
 */
public record FaultMessage(String messageName, Message body) {
  /**
   * Bytes of the fields that a node sends. They travel in trailers, of which gRPC takes 8 KiB, and
   * Base64 makes them a third longer.
   */
  public static final int MAX_BYTES = 4 * 1024;

  public FaultMessage {
    requireNonNull(messageName, "messageName");
    requireNonNull(body, "body");
  }

  /**
   * The exception itself; empty when {@code method} does not declare it, or declares it with other
   * fields than these: then the two sides were built from different versions of the service.
   */
  public Optional<Exception> as(MethodDefinition<?> method) {
    for (Fault<?> fault : method.faults()) {
      if (fault.codec().messageName().equals(messageName)) {
        try {
          return Optional.of(WireReader.decode(fault.codec(), body));
        } catch (RuntimeException e) {
          // Bytes that it cannot be read from, or a constructor that objects to what they say.
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
