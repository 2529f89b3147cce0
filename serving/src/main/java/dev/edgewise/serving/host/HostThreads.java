package dev.edgewise.serving.host;

import java.util.concurrent.ThreadFactory;

/**
 * Threads of the system's own that belong to a host. They see the classes that the host sees: a
 * thread takes after the one that starts it, and the first load may be asked for by the body of a
 * service, whose class loader has nothing of what engines look for, and would be kept by a thread
 * that outlives it.
 */
final class HostThreads {
  private HostThreads() {}

  /** Daemons, whose names end in a number. */
  static ThreadFactory named(String prefix) {
    ThreadFactory plain = Thread.ofPlatform().daemon().name(prefix, 0).factory();
    return work -> {
      Thread thread = plain.newThread(work);
      thread.setContextClassLoader(HostThreads.class.getClassLoader());
      return thread;
    };
  }
}
