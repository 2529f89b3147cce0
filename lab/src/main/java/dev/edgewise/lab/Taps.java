package dev.edgewise.lab;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import java.util.stream.Stream;

/** Streams of a known length, and how far their bodies have come. */
@EdgeService
public interface Taps {
  /** Drops from number 0 on, each with so many bytes beside it. */
  @Idempotent
  @Deadline("10m")
  Stream<Drop> pour(int count, int bytes);

  /** What has become of all streams of the node. */
  @Idempotent
  @Deadline("10s")
  Poured poured();

  /** One item. */
  record Drop(int number, byte[] ballast) {}

  /**
   * How far bodies have come.
   *
   * @param made drops so far
   * @param open streams that no one has closed
   */
  record Poured(long made, int open) {}
}
