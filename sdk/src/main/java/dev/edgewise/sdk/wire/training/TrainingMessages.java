package dev.edgewise.sdk.wire.training;

import com.google.protobuf.Timestamp;
import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.Text;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.Progress;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankOrder;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import dev.edgewise.proto.v1.PrepareRank;
import dev.edgewise.proto.v1.RankStatus;
import dev.edgewise.proto.v1.TrainingJobSpec;
import dev.edgewise.proto.v1.TrainingJobState;
import dev.edgewise.proto.v1.TrainingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Training jobs as messages, for all three who speak of them. What is read is checked: an {@link
 * IllegalArgumentException} says which rule is broken.
 */
public final class TrainingMessages {
  private static final int MOST_WORDS = 1_000;

  private TrainingMessages() {}

  /** A job. */
  public static TrainingJobSpec toProto(JobSpec spec) {
    TrainingJobSpec.Builder message =
        TrainingJobSpec.newBuilder()
            .setName(spec.name())
            .setZone(spec.zone())
            .setWorldSize(spec.worldSize())
            .setScript(toProto(spec.script()))
            .putAllParameters(spec.parameters())
            .setMemoryBytes(spec.memory())
            .setCpus(spec.cpus())
            .setPriority(spec.priority())
            .setRestarts(spec.restarts())
            .setSilenceMillis(spec.silence().toMillis())
            .setLongestMillis(spec.longest().toMillis())
            .setMasterPort(spec.masterPort());
    spec.data().forEach(file -> message.addData(toProto(file)));
    spec.parent().ifPresent(parent -> message.setParent(toProto(parent)));
    return message.build();
  }

  /** The job of a message. */
  public static JobSpec spec(TrainingJobSpec message) {
    if (!message.hasScript()) {
      throw new IllegalArgumentException("script: missing (expected: what the ranks run)");
    }
    return new JobSpec(
        message.getName(),
        message.getZone(),
        message.getWorldSize(),
        content(message.getScript()),
        message.getDataList().stream().map(TrainingMessages::content).toList(),
        message.getParametersMap(),
        message.hasParent() ? Optional.of(content(message.getParent())) : Optional.empty(),
        message.getMemoryBytes(),
        message.getCpus(),
        message.getPriority(),
        message.getRestarts(),
        Duration.ofMillis(message.getSilenceMillis()),
        Duration.ofMillis(message.getLongestMillis()),
        message.getMasterPort());
  }

  /** A file in the store. */
  public static dev.edgewise.proto.v1.NamedContent toProto(NamedContent content) {
    return dev.edgewise.proto.v1.NamedContent.newBuilder()
        .setName(content.name())
        .setDigest(content.digest().toString())
        .setSize(content.size())
        .build();
  }

  private static NamedContent content(dev.edgewise.proto.v1.NamedContent message) {
    return new NamedContent(
        message.getName(), ContentDigest.parse(message.getDigest()), message.getSize());
  }

  private static dev.edgewise.proto.v1.JobCheckpoint toProto(JobCheckpoint checkpoint) {
    return dev.edgewise.proto.v1.JobCheckpoint.newBuilder()
        .setStep(checkpoint.step())
        .setContent(toProto(checkpoint.content()))
        .build();
  }

  private static JobCheckpoint checkpoint(dev.edgewise.proto.v1.JobCheckpoint message) {
    return new JobCheckpoint(message.getStep(), content(message.getContent()));
  }

  private static TrainingProgress toProto(Progress progress) {
    TrainingProgress.Builder message =
        TrainingProgress.newBuilder()
            .setStep(progress.step())
            .setSamplesPerSecond(progress.samplesPerSecond());
    progress.loss().ifPresent(message::setLoss);
    return message.build();
  }

  private static Progress progress(TrainingProgress message) {
    return new Progress(
        message.getStep(),
        message.hasLoss() ? OptionalDouble.of(message.getLoss()) : OptionalDouble.empty(),
        message.getSamplesPerSecond());
  }

  /** Which rank. */
  public static dev.edgewise.proto.v1.RankId toProto(RankId id) {
    return dev.edgewise.proto.v1.RankId.newBuilder()
        .setJob(id.job())
        .setAttempt(id.attempt())
        .setRank(id.rank())
        .build();
  }

  /** The rank of a message. */
  public static RankId id(dev.edgewise.proto.v1.RankId message) {
    return new RankId(message.getJob(), message.getAttempt(), message.getRank());
  }

  /** What a node has to prepare. */
  public static PrepareRank toProto(RankOrder order) {
    PrepareRank.Builder message =
        PrepareRank.newBuilder()
            .setId(toProto(order.id()))
            .setSpec(toProto(order.spec()))
            .setLocalRank(order.localRank());
    order.resume().ifPresent(from -> message.setResume(toProto(from)));
    return message.build();
  }

  /** The order of a message. */
  public static RankOrder order(PrepareRank message) {
    return new RankOrder(
        id(message.getId()),
        spec(message.getSpec()),
        message.hasResume() ? Optional.of(checkpoint(message.getResume())) : Optional.empty(),
        message.getLocalRank());
  }

  /** What a node knows of a rank. */
  public static dev.edgewise.proto.v1.RankReport toProto(RankReport report) {
    dev.edgewise.proto.v1.RankReport.Builder message =
        dev.edgewise.proto.v1.RankReport.newBuilder()
            .setId(toProto(report.id()))
            .setPhase(report.phase().word())
            .setBecause(report.because())
            .setFinal(report.isFinal())
            .setSilentMillis(report.silent().toMillis());
    report.meeting().ifPresent(at -> message.setMasterHost(at.host()).setMasterPort(at.port()));
    report.progress().ifPresent(said -> message.setProgress(toProto(said)));
    report.checkpoint().ifPresent(newest -> message.setCheckpoint(toProto(newest)));
    report.outputs().forEach(output -> message.addOutputs(toProto(output)));
    return message.build();
  }

  /** The report of a message. */
  public static RankReport report(dev.edgewise.proto.v1.RankReport message) {
    return new RankReport(
        id(message.getId()),
        phase(message.getPhase()),
        message.getMasterPort() == 0
            ? Optional.empty()
            : Optional.of(new Meeting(message.getMasterHost(), message.getMasterPort())),
        Text.line(message.getBecause(), MOST_WORDS),
        message.getFinal(),
        message.hasProgress() ? Optional.of(progress(message.getProgress())) : Optional.empty(),
        message.hasCheckpoint()
            ? Optional.of(checkpoint(message.getCheckpoint()))
            : Optional.empty(),
        message.getOutputsList().stream().map(TrainingMessages::content).toList(),
        Duration.ofMillis(Math.max(0, message.getSilentMillis())));
  }

  private static RankPhase phase(String word) {
    return RankPhase.of(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "phase: \"" + Text.line(word, 40) + "\" is none of a rank"));
  }

  /** What is known of a job. */
  public static TrainingJobState toProto(JobStatus status) {
    TrainingJobState.Builder message =
        TrainingJobState.newBuilder()
            .setJob(status.job())
            .setSpec(toProto(status.spec()))
            .setPhase(status.phase().word())
            .setBecause(status.because())
            .setSubmitted(timestamp(status.submitted()))
            .setAttempts(status.attempts())
            .setRestartsUsed(status.restartsUsed());
    status.ended().ifPresent(time -> message.setEnded(timestamp(time)));
    for (JobStatus.Rank rank : status.ranks()) {
      RankStatus.Builder each =
          RankStatus.newBuilder()
              .setRank(rank.rank())
              .setNode(rank.node())
              .setPhase(rank.phase().word());
      rank.progress().ifPresent(said -> each.setProgress(toProto(said)));
      message.addRanks(each);
    }
    status.checkpoint().ifPresent(newest -> message.setCheckpoint(toProto(newest)));
    status.outputs().forEach(output -> message.addOutputs(toProto(output)));
    return message.build();
  }

  /** The job of a message. */
  public static JobStatus status(TrainingJobState message) {
    return new JobStatus(
        message.getJob(),
        spec(message.getSpec()),
        JobPhase.of(message.getPhase())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "phase: \"" + Text.line(message.getPhase(), 40) + "\" is none of a job")),
        message.getBecause(),
        instant(message.getSubmitted()),
        message.hasEnded() ? Optional.of(instant(message.getEnded())) : Optional.empty(),
        message.getAttempts(),
        message.getRestartsUsed(),
        message.getRanksList().stream()
            .map(
                rank ->
                    new JobStatus.Rank(
                        rank.getRank(),
                        rank.getNode(),
                        phase(rank.getPhase()),
                        rank.hasProgress()
                            ? Optional.of(progress(rank.getProgress()))
                            : Optional.empty()))
            .toList(),
        message.hasCheckpoint()
            ? Optional.of(checkpoint(message.getCheckpoint()))
            : Optional.empty(),
        message.getOutputsList().stream().map(TrainingMessages::content).toList());
  }

  /** A time. */
  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
