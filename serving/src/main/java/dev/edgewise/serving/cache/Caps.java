package dev.edgewise.serving.cache;

import dev.edgewise.sdk.spi.CallCaching;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells, once for each method and wish, of sizes that callers' profiles ask for and that this node
 * does not grant. Thread-safe.
 *
 * @param memory bytes of the node's own in memory
 * @param disk bytes on its disk
 */
record Caps(long memory, long disk, Set<String> told) {
  private static final Logger LOG = System.getLogger(Caps.class.getName());

  /** Callers make profiles; the log is not theirs to fill. */
  private static final int MOST_LINES = 100;

  Caps(long memory, long disk) {
    this(memory, disk, ConcurrentHashMap.newKeySet());
  }

  void look(CallCaching.Question question) {
    if (question.memoryBytes() <= memory && question.diskBytes() <= disk) {
      return;
    }
    String method =
        question.producer().contains("|")
            ? question.producer().substring(0, question.producer().indexOf('|'))
            : question.producer();
    String line =
        method
            + ": a profile asks for "
            + words(question.memoryBytes())
            + " of answers in memory and "
            + words(question.diskBytes())
            + " on disk; this node keeps at most "
            + words(memory)
            + " and "
            + words(disk)
            + " of all methods together"
            + (question.diskBytes() > 0 && disk == 0 ? ", so none on disk" : "")
            + ". Give an agent more with cacheMemory and cacheDisk.";
    if (told.size() < MOST_LINES && told.add(line)) {
      LOG.log(Level.INFO, line);
    }
  }

  private static String words(long bytes) {
    if (bytes == 0) {
      return "nothing";
    }
    return bytes % 1_000_000_000 == 0
        ? bytes / 1_000_000_000 + "GB"
        : bytes >= 1_000_000 ? bytes / 1_000_000 + "MB" : bytes + "B";
  }
}
