package dev.edgewise.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a daemon has open, closed the newest first. For one thread at a time. */
public final class Parts implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Parts.class.getName());

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Nothing is open. */
  public Parts() {}

  /** Takes what is to be closed, and gives it back. */
  public <T extends AutoCloseable> T add(T part) {
    open.push(part);
    return part;
  }

  /** Never throws: what goes wrong is logged. */
  @Override
  public void close() {
    for (AutoCloseable part = open.poll(); part != null; part = open.poll()) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "stopping: " + e, e);
      }
    }
  }
}
