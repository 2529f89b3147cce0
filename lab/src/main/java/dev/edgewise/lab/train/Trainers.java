package dev.edgewise.lab.train;

import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.sdk.wire.operator.ContentClient;
import dev.edgewise.sdk.wire.operator.TrainingClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** An orchestrator, two agents of a zone that train, and an operator who submits jobs. */
public final class Trainers implements AutoCloseable {
  /** The zone of the agents. */
  public static final String ZONE = "west1";

  private static final Duration ASK = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final LabFleet fleet;
  private final TrainingClient jobs;
  private final ContentClient contents;

  private Trainers(Path folder, LabFleet fleet) {
    this.folder = folder;
    this.fleet = fleet;
    this.jobs = TrainingClient.connect(fleet.address(), Optional.empty(), ASK);
    this.contents = ContentClient.connect(fleet.address(), Optional.empty(), ASK);
  }

  /** Starts them. */
  public static Trainers start(Path dist, Path folder) throws IOException {
    LabFleet fleet = LabFleet.start(dist, folder);
    fleet.cloud("west1-a", ZONE, "--training", "--training-memory=512MiB");
    fleet.cloud("west1-b", ZONE, "--training", "--training-memory=512MiB");
    return new Trainers(folder, fleet);
  }

  /** The daemons. */
  public LabFleet fleet() {
    return fleet;
  }

  /** Who asks about jobs. */
  public TrainingClient jobs() {
    return jobs;
  }

  /** Brings a script, as a file of that name. */
  public NamedContent bring(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    ContentDigest digest = ContentDigest.of(file);
    contents.put(file, digest);
    return new NamedContent(name, digest, Files.size(file));
  }

  /** What a job has made, as text. */
  public String text(NamedContent content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < content.size()) {
      all.writeBytes(contents.get(content.digest(), all.size()));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** A job of the usual kind. */
  public static JobSpec job(
      NamedContent script, int ranks, int restarts, Map<String, String> with) {
    return job(
        script, ZONE, ranks, restarts, with, 128L << 20, Duration.ofSeconds(60), PATIENCE, 0);
  }

  /** A job. */
  public static JobSpec job(
      NamedContent script,
      String zone,
      int ranks,
      int restarts,
      Map<String, String> with,
      long memory,
      Duration silence,
      Duration longest,
      int port) {
    return new JobSpec(
        "lab",
        zone,
        ranks,
        script,
        List.of(),
        with,
        Optional.empty(),
        memory,
        1,
        0,
        restarts,
        silence,
        longest,
        port);
  }

  /** How a job is. */
  public JobStatus status(long number) throws IOException {
    return jobs.jobs().stream()
        .filter(job -> job.job() == number)
        .findFirst()
        .orElseThrow(() -> new IOException("job " + number + " is not known any more"));
  }

  /** Waits until a job is as it should be, or has ended. */
  public JobStatus await(long number, Predicate<JobStatus> wanted)
      throws IOException, InterruptedException {
    JobStatus[] last = {status(number)};
    Waiting.until(
        PATIENCE,
        () -> {
          try {
            last[0] = status(number);
          } catch (IOException e) {
            return true;
          }
          return wanted.test(last[0]) || last[0].phase().isEnd();
        });
    return last[0];
  }

  /** Runs a job to its end. */
  public JobStatus run(JobSpec spec) throws IOException, InterruptedException {
    JobStatus end = await(jobs.submit(spec).job(), job -> false);
    if (end.phase() != JobPhase.COMPLETED) {
      throw new IOException("job " + end.job() + " " + end.phase() + ": " + end.because());
    }
    return end;
  }

  /** Processes of this machine that run a script of a rank here. */
  public List<ProcessHandle> ranks() {
    return ProcessHandle.allProcesses()
        .filter(
            each -> {
              String line = each.info().commandLine().orElse("");
              return line.contains(folder.toString()) && line.contains("/training/ranks/");
            })
        .toList();
  }

  @Override
  public void close() {
    jobs.close();
    contents.close();
    fleet.close();
  }
}
