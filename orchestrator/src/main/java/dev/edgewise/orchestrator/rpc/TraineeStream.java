package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.core.Text;
import dev.edgewise.core.training.LogLine;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankOrder;
import dev.edgewise.core.training.RankReport;
import dev.edgewise.orchestrator.fleet.Refusal;
import dev.edgewise.orchestrator.training.TraineeLink;
import dev.edgewise.orchestrator.training.TrainingKeeper;
import dev.edgewise.proto.v1.Attend;
import dev.edgewise.proto.v1.FromTrainer;
import dev.edgewise.proto.v1.LaunchRank;
import dev.edgewise.proto.v1.RankLines;
import dev.edgewise.proto.v1.StopRank;
import dev.edgewise.proto.v1.ToTrainer;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.training.TrainingMessages;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One agent's stream: translates, and no more. Messages come one at a time. */
final class TraineeStream implements StreamObserver<FromTrainer>, TraineeLink {
  private static final int MOST_SLOTS = 64;
  private static final int MOST_RANKS = 256;
  private static final int MOST_LINES = 1_000;

  private final TrainingKeeper keeper;
  private final Outbound<ToTrainer> out;

  /** Says why a node is not the one that its certificate says. */
  private final Function<Node, Optional<Refusal>> impostors;

  private final AtomicInteger open;
  private volatile String node = "";

  TraineeStream(
      TrainingKeeper keeper,
      Outbound<ToTrainer> out,
      Function<Node, Optional<Refusal>> impostors,
      AtomicInteger open) {
    this.keeper = keeper;
    this.out = out;
    this.impostors = impostors;
    this.open = open;
  }

  @Override
  public void onNext(FromTrainer message) {
    try {
      take(message);
    } catch (IllegalArgumentException e) {
      refuse(Protocol.invalid("What the agent says of its ranks is not taken: " + e.getMessage()));
    }
    out.moreWhenReady();
  }

  private void take(FromTrainer message) {
    switch (message.getKindCase()) {
      case ATTEND -> attend(message.getAttend());
      case REPORT -> keeper.reported(this, named(), TrainingMessages.report(message.getReport()));
      case LINES -> wrote(message.getLines());
      case KIND_NOT_SET ->
          throw new IllegalArgumentException("kind: missing (expected: attend, report or lines)");
    }
  }

  private void attend(Attend message) {
    Optional<Refusal> mismatch = Protocol.refuse(message.getProtocol(), "agent");
    if (mismatch.isPresent()) {
      refuse(mismatch.get());
      return;
    }
    Node announced =
        new Node(
            message.getNode(),
            Protos.fromProto(message.getTier())
                .orElseThrow(() -> new IllegalArgumentException("tier: unknown")),
            Protos.fromProto(message.getSite()));
    if (message.getSlots() < 1
        || message.getSlots() > MOST_SLOTS
        || message.getRanksCount() > MOST_RANKS) {
      throw new IllegalArgumentException(
          "slots, ranks: "
              + message.getSlots()
              + ", "
              + message.getRanksCount()
              + " (expected: 1 to "
              + MOST_SLOTS
              + ", at most "
              + MOST_RANKS
              + ")");
    }
    List<RankReport> ranks = message.getRanksList().stream().map(TrainingMessages::report).toList();
    Optional<Refusal> impostor = impostors.apply(announced);
    if (impostor.isPresent()) {
      refuse(impostor.get());
      return;
    }
    if (node.isEmpty() && open.incrementAndGet() > RanksService.MOST_NODES) {
      open.decrementAndGet();
      refuse(
          new Refusal(
              Refusal.Kind.FULL,
              ErrorCode.OVERLOADED,
              "As many nodes train as may: " + RanksService.MOST_NODES + "."));
      return;
    }
    node = announced.name();
    keeper.attended(this, announced.name(), announced.site().name(), message.getSlots(), ranks);
  }

  private void wrote(RankLines message) {
    List<String> lines =
        message.getLinesList().stream()
            .limit(MOST_LINES)
            .map(line -> Text.line(line, LogLine.MOST_CHARS))
            .toList();
    keeper.wrote(this, named(), TrainingMessages.id(message.getId()), lines);
  }

  private String named() {
    if (node.isEmpty()) {
      throw new IllegalArgumentException("the first message is no attend");
    }
    return node;
  }

  @Override
  public void onError(Throwable error) {
    lost();
  }

  @Override
  public void onCompleted() {
    ended();
    out.end();
  }

  /** The connection is gone. */
  void lost() {
    out.cancelled();
    ended();
  }

  private synchronized void ended() {
    if (!node.isEmpty()) {
      open.decrementAndGet();
      keeper.left(this, node);
      node = "";
    }
  }

  private void refuse(Refusal refusal) {
    ended();
    out.end(ToTrainer.newBuilder().setRefusal(Protocol.toProto(refusal)).build());
  }

  @Override
  public void prepare(RankOrder order) {
    out.send(ToTrainer.newBuilder().setPrepare(TrainingMessages.toProto(order)).build());
  }

  @Override
  public void launch(RankId rank, Meeting meeting) {
    out.send(
        ToTrainer.newBuilder()
            .setLaunch(
                LaunchRank.newBuilder()
                    .setId(TrainingMessages.toProto(rank))
                    .setMasterHost(meeting.host())
                    .setMasterPort(meeting.port()))
            .build());
  }

  @Override
  public void stop(RankId rank) {
    out.send(
        ToTrainer.newBuilder()
            .setStop(StopRank.newBuilder().setId(TrainingMessages.toProto(rank)))
            .build());
  }

  @Override
  public void replaced() {
    refuse(
        new Refusal(
            Refusal.Kind.NAME_TAKEN,
            ErrorCode.NAME_TAKEN,
            "Another process attends as this node now."));
  }
}
