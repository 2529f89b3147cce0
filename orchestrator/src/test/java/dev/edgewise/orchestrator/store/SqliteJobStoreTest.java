package dev.edgewise.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.orchestrator.rpc.JobSpecs;
import dev.edgewise.orchestrator.training.StoredJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJobStoreTest {
  @TempDir Path folder = Path.of("");

  @BeforeEach
  void unpack() {
    SqliteStore.unpackInto(folder.resolve("native"));
  }

  private SqliteJobStore open() {
    return SqliteJobStore.open(folder.resolve("training.db"), new JobSpecs());
  }

  private static NamedContent file(String name) {
    return new NamedContent(name, new ContentDigest("a".repeat(64)), 12);
  }

  private static StoredJob job(long number, boolean isRunning) {
    JobSpec spec =
        new JobSpec(
            "faces",
            "west1",
            2,
            file("train.py"),
            List.of(file("a.csv"), file("b.csv")),
            Map.of("lr", "0.1"),
            Optional.of(file("parent.onnx")),
            1L << 30,
            2,
            -5,
            3,
            Duration.ofMillis(1_500),
            Duration.ofHours(2),
            29_500);
    return new StoredJob(
        number,
        spec,
        isRunning ? JobPhase.RUNNING : JobPhase.QUEUED,
        JobPhase.QUEUED,
        "so it is",
        Instant.ofEpochMilli(5),
        isRunning ? Optional.of(Instant.ofEpochMilli(6)) : Optional.empty(),
        Optional.empty(),
        1,
        0,
        isRunning ? List.of("a", "b") : List.of(),
        isRunning ? Optional.of(new JobCheckpoint(40, file("step40"))) : Optional.empty(),
        isRunning ? List.of(file("x"), file("y")) : List.of());
  }

  @Test
  void what_was_kept_is_there_when_the_file_is_opened_again() {
    try (SqliteJobStore store = open()) {
      store.commit(
          Map.of(
              1L, Optional.of(job(1, true)),
              2L, Optional.of(job(2, false)),
              3L, Optional.of(job(3, false))));
      store.commit(Map.of(3L, Optional.empty()));
    }
    try (SqliteJobStore store = open()) {
      assertThat(store.load()).containsExactly(job(1, true), job(2, false));
    }
  }

  @Test
  void a_file_of_something_else_is_left_alone() throws Exception {
    Files.writeString(folder.resolve("training.db"), "not a database at all, and long enough");
    assertThatThrownBy(this::open).hasMessageContaining("EW7008");
    assertThat(folder.resolve("training.db")).content().startsWith("not a database");
  }
}
