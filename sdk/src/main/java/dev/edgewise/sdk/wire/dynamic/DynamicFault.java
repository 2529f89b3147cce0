package dev.edgewise.sdk.wire.dynamic;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.Message;

/**
 * A declared exception of a method that is known by its descriptor alone: its message, still
 * encoded. {@link DynamicServices#fault} puts it into JSON.
 */
public final class DynamicFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final String messageName;
  private final transient Message body;

  DynamicFault(String messageName, Message body) {
    super(messageName);
    this.messageName = requireNonNull(messageName, "messageName");
    this.body = requireNonNull(body, "body");
  }

  /** Full protobuf name of its message. */
  public String messageName() {
    return messageName;
  }

  /** Its fields, encoded. */
  public Message body() {
    return body;
  }
}
