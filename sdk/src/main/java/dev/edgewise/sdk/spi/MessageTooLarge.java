package dev.edgewise.sdk.spi;

/** A value whose message would be larger than what is allowed; found before anything is made. */
public final class MessageTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1;

  private MessageTooLarge(String message) {
    super(message);
  }

  static MessageTooLarge of(String messageName, int size, int most) {
    return new MessageTooLarge(
        messageName + " has " + size + " bytes, and a message may have " + most);
  }

  /** A size that no number of ours can say. */
  static MessageTooLarge beyondAll(String messageName) {
    return new MessageTooLarge(messageName + " has 2 GiB or more");
  }
}
