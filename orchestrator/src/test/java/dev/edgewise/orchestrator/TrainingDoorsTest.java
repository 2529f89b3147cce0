package dev.edgewise.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.proto.v1.Attend;
import dev.edgewise.proto.v1.FromTrainer;
import dev.edgewise.proto.v1.RankLines;
import dev.edgewise.proto.v1.RanksGrpc;
import dev.edgewise.proto.v1.Site;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.proto.v1.ToTrainer;
import dev.edgewise.proto.v1.Trust;
import dev.edgewise.sdk.wire.operator.ContentClient;
import dev.edgewise.sdk.wire.operator.TrainingClient;
import dev.edgewise.sdk.wire.training.TrainingMessages;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job through the doors of a real orchestrator, with an agent that is played. */
final class TrainingDoorsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final FleetSettings QUICK =
      FleetSettings.of(
          Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(30), 100, 100);
  private static final Meeting AT = new Meeting("127.0.0.1", 29_500);

  private final Path folder;
  private final Rig rig;

  TrainingDoorsTest(@TempDir Path folder) {
    this.folder = folder;
    this.rig = new Rig(folder.resolve("orchestrator"), QUICK);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private String address() {
    return rig.orchestrator().readyLine().replaceFirst(".* grpc=(\\S+).*", "$1");
  }

  private TrainingClient operator() {
    return TrainingClient.connect(address(), Optional.empty(), PATIENCE);
  }

  private ContentClient contents() {
    return ContentClient.connect(address(), Optional.empty(), PATIENCE);
  }

  private NamedContent file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path path = Files.write(folder.resolve(name), bytes);
    return new NamedContent(name, ContentDigest.of(path), size);
  }

  private static JobSpec spec(NamedContent script) {
    return new JobSpec(
        "faces",
        "west1",
        1,
        script,
        List.of(),
        Map.of(),
        Optional.empty(),
        1L << 30,
        0,
        0,
        3,
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        0);
  }

  /** An agent's stream. */
  private record Trainee(StreamObserver<FromTrainer> to, RawStream<ToTrainer> from) {
    void says(RankReport report) {
      to.onNext(FromTrainer.newBuilder().setReport(TrainingMessages.toProto(report)).build());
    }

    void says(RankId id, RankPhase phase) {
      says(
          new RankReport(
              id,
              phase,
              Optional.of(AT),
              "",
              false,
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Duration.ZERO));
    }
  }

  private Trainee attends(RankReport... ranks) {
    RawStream<ToTrainer> from = new RawStream<>();
    StreamObserver<FromTrainer> to = RanksGrpc.newStub(rig.channel()).attend(from);
    Attend.Builder attend =
        Attend.newBuilder()
            .setProtocol(1)
            .setNode("a")
            .setTier(Tier.TIER_CLOUD)
            .setSite(Site.newBuilder().setName("west1").setTrust(Trust.TRUST_OWN))
            .setSlots(1);
    for (RankReport rank : ranks) {
      attend.addRanks(TrainingMessages.toProto(rank));
    }
    to.onNext(FromTrainer.newBuilder().setAttend(attend).build());
    return new Trainee(to, from);
  }

  private JobStatus awaits(TrainingClient client, JobPhase phase) {
    while (true) {
      JobStatus job = client.jobs().getFirst();
      if (job.phase() == phase) {
        return job;
      }
      assertThat(job.phase().isEnd()).as("%s", job).isFalse();
    }
  }

  @Test
  void a_job_from_its_files_to_its_end() throws Exception {
    NamedContent script = file("train.py", 2_500_000);
    try (TrainingClient client = operator();
        ContentClient store = contents()) {
      assertThatThrownBy(() -> client.submit(spec(script)))
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
          .hasMessageContaining("train.py is not in the orchestrator's store");
      store.put(folder.resolve("train.py"), script.digest());
      store.put(folder.resolve("train.py"), script.digest());
      assertThat(store.get(script.digest(), 2_499_990)).hasSize(10);
      JobStatus waits = client.submit(spec(script));
      assertThat(waits.because()).startsWith("waits for 1 more node with training: true");

      Trainee trainee = attends();
      RankId id =
          TrainingMessages.id(trainee.from().next(ToTrainer::hasPrepare).getPrepare().getId());
      trainee.says(id, RankPhase.READY);
      trainee.from().next(ToTrainer::hasLaunch);
      trainee.says(id, RankPhase.RUNNING);
      trainee
          .to()
          .onNext(
              FromTrainer.newBuilder()
                  .setLines(
                      RankLines.newBuilder()
                          .setId(TrainingMessages.toProto(id))
                          .addLines("hello")
                          .addLines("world"))
                  .build());
      awaits(client, JobPhase.RUNNING);

      // The orchestrator is started anew; the agent comes back with what it runs.
      trainee.to().onCompleted();
      rig.restarts();
      try (TrainingClient again = operator()) {
        Trainee back = attends(running(id));
        JobStatus goesOn = awaits(again, JobPhase.RUNNING);
        assertThat(goesOn.attempts()).isEqualTo(1);
        back.says(id, RankPhase.COMPLETED);
        back.from().next(ToTrainer::hasStop);
        back.says(id, RankPhase.GONE);
        assertThat(awaits(again, JobPhase.COMPLETED).restartsUsed()).isZero();
      }
    }
  }

  private static RankReport running(RankId id) {
    return new RankReport(
        id,
        RankPhase.RUNNING,
        Optional.of(AT),
        "",
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Duration.ZERO);
  }

  @Test
  void what_makes_no_sense_is_refused_with_the_rule() throws Exception {
    RawStream<ToTrainer> from = new RawStream<>();
    StreamObserver<FromTrainer> to = RanksGrpc.newStub(rig.channel()).attend(from);
    to.onNext(FromTrainer.getDefaultInstance());
    assertThat(from.next(ToTrainer::hasRefusal).getRefusal().getMessage())
        .contains("kind: missing");

    RawStream<ToTrainer> other = new RawStream<>();
    StreamObserver<FromTrainer> newer = RanksGrpc.newStub(rig.channel()).attend(other);
    newer.onNext(FromTrainer.newBuilder().setAttend(Attend.newBuilder().setProtocol(9)).build());
    assertThat(other.next(ToTrainer::hasRefusal).getRefusal().getCode()).isEqualTo("EW7005");
    try (TrainingClient client = operator()) {
      assertThatThrownBy(() -> client.cancel(99)).hasMessageContaining("no training job 99");
      assertThatThrownBy(() -> client.log(99, 0)).hasMessageContaining("no training job 99");
    }
  }

  @Test
  void a_second_process_of_a_name_replaces_the_first() throws Exception {
    NamedContent script = file("train.py", 10);
    try (TrainingClient client = operator();
        ContentClient store = contents()) {
      store.put(folder.resolve("train.py"), script.digest());
      JobStatus unused = client.submit(spec(script));
      Trainee first = attends();
      // It is known by then; two streams that begin at once come in any order.
      assertThat(first.from().next(ToTrainer::hasPrepare).getPrepare().getId().getRank()).isZero();
      Trainee second = attends();
      assertThat(first.from().next(ToTrainer::hasRefusal).getRefusal().getCode())
          .isEqualTo("EW7006");
      second.to().onCompleted();
    }
  }
}
