package dev.edgewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.Golden;
import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.Progress;
import dev.edgewise.core.training.RankPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Texts of {@code edgewise train}. */
final class TrainTextTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:34:56Z");

  private static NamedContent file(String name, long size) {
    return new NamedContent(name, new ContentDigest("ab".repeat(32)), size);
  }

  private static JobSpec spec() {
    return new JobSpec(
        "faces",
        "west1",
        2,
        file("train.py", 2_048),
        List.of(file("faces.csv", 3_000_000)),
        Map.of("epochs", "3"),
        Optional.of(file("parent.onnx", 1_000)),
        1L << 30,
        2,
        5,
        3,
        Duration.ofMinutes(10),
        Duration.ofHours(24),
        0);
  }

  private static JobStatus running() {
    Progress far = new Progress(120, OptionalDouble.of(0.431), 88);
    return new JobStatus(
        7,
        spec(),
        JobPhase.RUNNING,
        "",
        NOW.minusSeconds(90),
        Optional.empty(),
        2,
        1,
        List.of(
            new JobStatus.Rank(0, "west1-a", RankPhase.RUNNING, Optional.of(far)),
            new JobStatus.Rank(1, "west1-b", RankPhase.RUNNING, Optional.empty())),
        Optional.of(new JobCheckpoint(100, file("step100.pt", 5_000_000))),
        List.of());
  }

  private static JobStatus queued() {
    return new JobStatus(
        8,
        spec(),
        JobPhase.QUEUED,
        "waits for job 7, which goes before it",
        NOW.minusSeconds(5),
        Optional.empty(),
        0,
        0,
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static JobStatus completed() {
    return new JobStatus(
        6,
        spec(),
        JobPhase.COMPLETED,
        "all ranks have ended with 0; step 200, loss 0.03",
        NOW.minusSeconds(900),
        Optional.of(NOW.minusSeconds(600)),
        1,
        0,
        List.of(),
        Optional.of(new JobCheckpoint(200, file("step200.pt", 5_000_000))),
        List.of(file("model.pt", 5_000_000)));
  }

  @Test
  void lists_pages_and_documents_are_what_people_have_looked_at() {
    List<JobStatus> all = List.of(queued(), running(), completed());
    Golden.check("train-ls.txt", TrainText.list(all, NOW));
    Golden.check("train-ls-none.txt", TrainText.list(List.of(), NOW));
    Golden.check("train-ls.json", TrainJson.list(all));
    Golden.check("train-show.txt", TrainText.page(running(), NOW));
    Golden.check("train-show-completed.txt", TrainText.page(completed(), NOW));
    Golden.check("train-show.json", TrainJson.one(running()));
    assertThat(TrainText.line(queued()))
        .isEqualTo("job 8 is queued: waits for job 7, which goes before it");
    assertThat(TrainText.line(running()))
        .isEqualTo("job 7 is running, step 120, loss 0.4310, 88.0 samples/s");
  }
}
