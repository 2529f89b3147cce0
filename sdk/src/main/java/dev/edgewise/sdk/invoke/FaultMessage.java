package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.Message;

/**
 * A declared exception on its way.
 *
 * @param messageName full protobuf name
 * @param body its fields, encoded
 */
public record FaultMessage(String messageName, Message body) {
  public FaultMessage {
    requireNonNull(messageName, "messageName");
    requireNonNull(body, "body");
  }
}
