package dev.edgewise.orchestrator.training;

import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.NamedContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs for tests. */
final class Specs {
  private Specs() {}

  static JobSpec job(int ranks, int priority, int restarts) {
    return new JobSpec(
        "faces",
        "west1",
        ranks,
        file("train.py", 1),
        List.of(file("faces.csv", 2)),
        Map.of("lr", "0.1"),
        Optional.of(file("parent.onnx", 3)),
        1L << 30,
        1,
        priority,
        restarts,
        Duration.ofSeconds(20),
        Duration.ofHours(1),
        0);
  }

  static NamedContent file(String name, int number) {
    return new NamedContent(name, new ContentDigest(String.format("%064x", number)), 10);
  }

  static JobCheckpoint checkpoint(long step) {
    return new JobCheckpoint(step, file("step" + step, 1_000 + (int) step));
  }
}
