package dev.edgewise.sdk.spi;

/** Where the items of a body's stream go. For the thread that runs the body. */
public interface ItemSink {
  /** The body has opened its stream; told once, before the first item. */
  void opened();

  /**
   * Hands an item on, waiting while its reader has no room for it: a body is never further ahead
   * than that.
   *
   * @throws InterruptedException when nobody wants more
   */
  void item(Message item) throws InterruptedException;
}
