package dev.edgewise.agent.host;

import java.util.List;

/**
 * What runs bodies for an agent. The seam between serving calls and running foreign code: bodies in
 * this JVM now, in a child JVM later. Thread-safe.
 */
public interface ServiceHost extends AutoCloseable {
  /** The services that it offers; the list does not change. */
  List<HostedService> services();

  /**
   * Closes bodies and models, the newest first. Calls that still run may fail. Never throws: what
   * goes wrong is logged.
   */
  @Override
  void close();
}
