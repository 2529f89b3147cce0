package dev.edgewise.agent.rpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are open, so that a node that stops can end them. Thread-safe. */
final class OpenStreams {
  private final Set<ServedCall> open = ConcurrentHashMap.newKeySet();

  void add(ServedCall stream) {
    open.add(stream);
  }

  void remove(ServedCall stream) {
    open.remove(stream);
  }

  /** Ends them all, and tells their callers why; returns how many that were. */
  int end() {
    int ended = 0;
    for (ServedCall stream : open) {
      stream.endWithNode();
      ended++;
    }
    return ended;
  }
}
