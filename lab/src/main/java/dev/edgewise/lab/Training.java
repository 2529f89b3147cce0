package dev.edgewise.lab;

import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.lab.train.BadJob;
import dev.edgewise.lab.train.Trainers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Training jobs on two agents: that they compute the same, survive, and end. */
enum Training implements Campaign {
  /** Two ranks are as good as one, and a rank that is killed costs nothing but time. */
  TRAINING {
    @Override
    public String about() {
      return "two ranks have the curve of one process; a rank is killed with -9, the gang starts"
          + " again from its checkpoint, and the end is the same";
    }

    @Override
    Verdict of(Trainers zone, String script) throws IOException, InterruptedException {
      NamedContent train = zone.bring("train.py", script);
      List<Double> alone = curve(zone, zone.run(job(train, 1, "0")));
      List<Double> together = curve(zone, zone.run(job(train, 2, "0")));
      double worst = 0;
      for (int i = 0; i < alone.size(); i++) {
        worst = Math.max(worst, Math.abs(alone.get(i) / together.get(i) - 1));
      }
      JobStatus killed = killed(zone, train);
      double end = curve(zone, killed).getLast();
      boolean same = Math.abs(end / together.getLast() - 1) <= TOLERANCE;
      boolean left = Waiting.until(GONE, () -> zone.ranks().isEmpty()) < 0;
      return new Verdict(
          worst <= TOLERANCE
              && alone.size() == STEPS
              && same
              && killed.restartsUsed() >= 1
              && !left,
          "%d steps, curves differ by %.1e at most; after a kill -9 %d starts, loss %.6f for %.6f; %s"
              .formatted(
                  alone.size(),
                  worst,
                  killed.attempts(),
                  end,
                  together.getLast(),
                  left ? "PROCESSES ARE LEFT" : "no process is left"));
    }
  },

  /** Twenty that cannot end well, and two that cannot begin. */
  TRAINING_BAD {
    @Override
    public String about() {
      return "20 jobs that crash, hang, take too much or leave something behind: each ends with its"
          + " reason, and no process is left; what cannot be placed says for what it waits";
    }

    @Override
    Verdict of(Trainers zone, String script) throws IOException, InterruptedException {
      List<String> wrong = new ArrayList<>();
      int count = 0;
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        for (BadJob bad : BadJob.all(taken.getLocalPort())) {
          count++;
          NamedContent train = zone.bring("bad" + count + ".py", bad.script());
          JobStatus end = zone.await(zone.jobs().submit(bad.shape().of(train)).job(), job -> false);
          if (end.phase() != JobPhase.FAILED || !end.because().contains(bad.why())) {
            wrong.add(bad.name() + ": " + end.phase() + ", " + end.because());
          }
          if (Waiting.until(GONE, () -> zone.ranks().isEmpty()) < 0) {
            wrong.add(bad.name() + ": processes are left");
          }
        }
      }
      wrong.addAll(waits(zone, zone.bring("train.py", script)));
      return new Verdict(
          wrong.isEmpty(),
          wrong.isEmpty()
              ? count
                  + " bad jobs, each with its reason, no process is left; two that wait say for"
                  + " what"
              : String.join("; ", wrong));
    }
  };

  private static final double TOLERANCE = 1e-9;
  private static final int STEPS = 200;
  private static final int BEFORE_THE_KILL = 50;
  private static final Duration GONE = Duration.ofSeconds(20);

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    Path script = dist.resolveSibling("samples/learning/train.py");
    if (!Files.isReadable(script)) {
      return Verdict.skipped("there is no " + script);
    }
    try (Trainers zone = Trainers.start(dist, folder)) {
      return of(zone, Files.readString(script));
    }
  }

  abstract Verdict of(Trainers zone, String script) throws IOException, InterruptedException;

  private static JobSpec job(NamedContent script, int ranks, String pause) {
    return Trainers.job(script, ranks, 3, Map.of("steps", "" + STEPS, "pause", pause));
  }

  private static List<Double> curve(Trainers zone, JobStatus job) throws IOException {
    NamedContent output =
        job.outputs().stream()
            .findFirst()
            .orElseThrow(() -> new IOException("job " + job.job() + " has no output"));
    String text = zone.text(output);
    int from = text.indexOf('[', text.indexOf("\"curve\""));
    return Stream.of(text.substring(from + 1, text.indexOf(']', from)).split(","))
        .map(each -> Double.valueOf(each.strip()))
        .toList();
  }

  /** A job of two ranks, of which one is killed in the middle. */
  private static JobStatus killed(Trainers zone, NamedContent script)
      throws IOException, InterruptedException {
    long job = zone.jobs().submit(job(script, 2, "0.03")).job();
    JobStatus far =
        zone.await(
            job,
            now -> now.checkpoint().filter(each -> each.step() >= BEFORE_THE_KILL).isPresent());
    if (far.phase().isEnd()) {
      throw new IOException("job " + job + " ended before it was killed: " + far.because());
    }
    // The script itself: neither its shell nor what waits beside it.
    zone.ranks().stream()
        .flatMap(ProcessHandle::children)
        .filter(each -> each.info().commandLine().orElse("").contains(" train.py --"))
        .filter(each -> !each.info().commandLine().orElse("").contains("/training/ranks/"))
        .findFirst()
        .orElseThrow(() -> new IOException("no rank of job " + job + " runs"))
        .destroyForcibly();
    return zone.await(job, now -> false);
  }

  private static List<String> waits(Trainers zone, NamedContent script)
      throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    Map<String, String> none = Map.of();
    long large = zone.jobs().submit(Trainers.job(script, 3, 0, none)).job();
    long far =
        zone.jobs()
            .submit(
                Trainers.job(
                    script,
                    "east9",
                    1,
                    0,
                    none,
                    128L << 20,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    0))
            .job();
    for (long job : List.of(large, far)) {
      JobStatus waits = zone.status(job);
      if (!waits.because().startsWith("waits for 1 more node")) {
        wrong.add("job " + job + " " + waits.phase() + ": " + waits.because());
      }
      if (zone.jobs().cancel(job).phase() != JobPhase.CANCELLED) {
        wrong.add("job " + job + " is not cancelled");
      }
    }
    return wrong;
  }
}
