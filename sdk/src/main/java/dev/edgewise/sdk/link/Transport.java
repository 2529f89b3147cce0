package dev.edgewise.sdk.link;

/**
 * The seam between the invoker and whatever carries bytes: gRPC over sockets, this JVM, or a
 * simulation. Implementations call back on threads of their own (or, in a simulation, from its
 * event loop) and never from within the call that started something.
 */
public interface Transport extends AutoCloseable {
  /**
   * Opens a link to a node and keeps it open: when it breaks, it is opened again, at growing
   * intervals, until the link is closed. Returns at once.
   *
   * @param address what the transport understands as an address, for example {@code 127.0.0.1:7501}
   */
  Link open(String address, Link.Listener listener);

  /** Closes all links. */
  @Override
  void close();
}
