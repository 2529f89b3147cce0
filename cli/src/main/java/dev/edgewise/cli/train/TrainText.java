package dev.edgewise.cli.train;

import dev.edgewise.cli.shell.Facts;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Training jobs, for people. Pure. */
final class TrainText {
  private TrainText() {}

  static String list(List<JobStatus> jobs, Instant now) {
    if (jobs.isEmpty()) {
      return "There is no training job: 'edgewise train submit job.yaml' submits one.\n";
    }
    TextTable table =
        new TextTable(">JOB", "NAME", "ZONE", ">RANKS", "PHASE", ">FOR", "PROGRESS", "WHY");
    for (JobStatus job : jobs) {
      table.row(
          job.job(),
          job.spec().name(),
          job.spec().zone(),
          job.spec().worldSize(),
          job.phase().word(),
          Words.duration(Duration.between(job.submitted(), job.ended().orElse(now))),
          progress(job),
          Words.orDash(job.because()));
    }
    return table.text("");
  }

  /** Of rank 0: the others are as far. */
  private static String progress(JobStatus job) {
    return job.ranks().stream()
        .findFirst()
        .flatMap(JobStatus.Rank::progress)
        .map(TrainText::words)
        .orElse("-");
  }

  static String words(Progress said) {
    StringBuilder text = new StringBuilder("step ").append(said.step());
    if (said.loss().isPresent()) {
      text.append(String.format(Locale.ROOT, ", loss %.4g", said.loss().getAsDouble()));
    }
    if (said.samplesPerSecond() > 0) {
      text.append(", ").append(Words.rate(said.samplesPerSecond())).append(" samples/s");
    }
    return text.toString();
  }

  static String page(JobStatus job, Instant now) {
    JobSpec spec = job.spec();
    Facts facts = new Facts();
    facts.add("phase", job.phase().word());
    facts.add("why", job.because());
    facts.add("submitted", Words.since(Optional.of(job.submitted()), now) + " ago");
    facts.add(
        "ended", job.ended().map(end -> Words.since(Optional.of(end), now) + " ago").orElse(""));
    facts.add(
        "gang",
        Words.count(spec.worldSize(), "rank", "ranks")
            + " in zone "
            + spec.zone()
            + ", priority "
            + spec.priority());
    facts.add(
        "starts", job.attempts() + ", restarts " + job.restartsUsed() + " of " + spec.restarts());
    facts.add(
        "each rank",
        Words.bytes(spec.memory())
            + " of memory"
            + (spec.cpus() == 0 ? "" : ", " + Words.count(spec.cpus(), "thread", "threads")));
    facts.add("script", file(spec.script()));
    facts.add("data", spec.data().stream().map(TrainText::file).collect(Collectors.joining(", ")));
    facts.add("parent", spec.parent().map(TrainText::file).orElse(""));
    facts.add(
        "parameters",
        spec.parameters().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" ")));
    facts.add(
        "checkpoint",
        job.checkpoint()
            .map(newest -> "step " + newest.step() + ", " + file(newest.content()))
            .orElse(""));
    StringBuilder text =
        new StringBuilder("job ")
            .append(job.job())
            .append(", ")
            .append(spec.name())
            .append('\n')
            .append(facts.text("  "));
    if (!job.ranks().isEmpty()) {
      TextTable table = new TextTable(">RANK", "NODE", "PHASE", "PROGRESS");
      for (JobStatus.Rank rank : job.ranks()) {
        table.row(
            rank.rank(),
            rank.node(),
            rank.phase().word(),
            rank.progress().map(TrainText::words).orElse("-"));
      }
      text.append('\n').append(table.text("  "));
    }
    if (!job.outputs().isEmpty()) {
      text.append("\n  outputs ('edgewise train fetch ")
          .append(job.job())
          .append("' brings them)\n");
      job.outputs().forEach(each -> text.append("  ").append(file(each)).append('\n'));
    }
    return text.toString();
  }

  private static String file(NamedContent content) {
    return content.name() + " (" + Words.bytes(content.size()) + ", " + content.digest() + ")";
  }

  /** One line about how it is, for who waits. */
  static String line(JobStatus job) {
    String progress = progress(job);
    return "job "
        + job.job()
        + " is "
        + job.phase().word()
        + (progress.equals("-") || job.phase() != JobPhase.RUNNING ? "" : ", " + progress)
        + (job.because().isEmpty() ? "" : ": " + job.because());
  }
}
