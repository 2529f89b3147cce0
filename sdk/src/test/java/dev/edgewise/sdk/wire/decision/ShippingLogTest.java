package dev.edgewise.sdk.wire.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.sdk.fleet.OrchestratorView;
import dev.edgewise.sdk.fleet.ViewFeed;
import dev.edgewise.sdk.wire.HandClock;
import dev.edgewise.sdk.wire.RealTime;
import dev.edgewise.sdk.wire.feed.GrpcViewFeed;
import dev.edgewise.sdk.wire.feed.PlayedOrchestrator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log over a real feed, to an orchestrator that is played by hand. */
@Timeout(60)
final class ShippingLogTest {
  private final RealTime time = new RealTime();
  private final PlayedOrchestrator orchestrator = new PlayedOrchestrator();
  private final Path folder;

  /** It stands, so that no machine is too slow for an orchestrator that says nothing by itself. */
  private final HandClock clock = new HandClock();

  ShippingLogTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws IOException {
    orchestrator.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    orchestrator.stop();
    time.close();
  }

  private GrpcViewFeed feed() {
    GrpcViewFeed feed =
        GrpcViewFeed.create(
            orchestrator.address(),
            Optional.empty(),
            "shop",
            "nyc",
            "1.0",
            clock,
            time,
            time.executor(),
            new Random(1));
    feed.start(
        new ViewFeed.Listener() {
          @Override
          public void connected() {}

          @Override
          public void view(OrchestratorView view) {}

          @Override
          public void starting(String zone, Duration expected) {}

          @Override
          public void notStarted(String zone, String because, Duration retryAfter) {}

          @Override
          public void disconnected(String because) {}

          @Override
          public void refused(ErrorCode code, String message) {}
        });
    return feed;
  }

  private void awaitReady(GrpcViewFeed feed) throws InterruptedException {
    while (!feed.isReady()) {
      time.awaitScheduled(1);
    }
  }

  private ShippingLog log(GrpcViewFeed feed) {
    return ShippingLog.open(
        feed,
        DecisionFiles.open(
            folder,
            DecisionFiles.Limits.DEFAULT,
            clock,
            new Random(1),
            Thread::new,
            ProcessHandle.current().pid(),
            pid -> false),
        DecisionFiles.Limits.DEFAULT,
        clock,
        time,
        time.executor(),
        new Random(1));
  }

  private boolean isInFiles(String id) throws IOException {
    return DecisionReader.find(folder, id).isPresent();
  }

  @Test
  void decisions_are_shipped_while_somebody_is_there_and_else_written_down()
      throws InterruptedException, IOException {
    GrpcViewFeed feed = feed();
    ShippingLog log = log(feed);
    orchestrator.stream().onNext(PlayedOrchestrator.full(1));
    awaitReady(feed);

    log.record(CallRecords.plain("shipped"));
    FromClient decisions = orchestrator.awaitMessage(FromClient::hasDecisions);
    assertThat(decisions.getDecisions().getRecords(0).getId()).isEqualTo("shipped");
    log.record(CallRecords.refused("notable"));
    orchestrator.awaitMessage(FromClient::hasDecisions);

    orchestrator.stop();
    // Until the client has seen that too, a record may still be sent into the void.
    while (feed.isConnected()) {
      time.awaitScheduled(1);
    }
    log.record(CallRecords.plain("alone"));
    while (!isInFiles("alone")) {
      time.awaitScheduled(1);
    }
    assertThat(isInFiles("notable")).as("it may have been lost on the way").isTrue();
    assertThat(isInFiles("shipped")).as("not worth writing twice").isFalse();

    log.close();
    feed.close();
  }

  @Test
  void what_is_left_at_the_end_is_shipped() throws InterruptedException, IOException {
    GrpcViewFeed feed = feed();
    ShippingLog log = log(feed);
    orchestrator.stream().onNext(PlayedOrchestrator.full(1));
    awaitReady(feed);

    log.record(CallRecords.refused("last"));
    log.close();
    feed.close();

    FromClient decisions = orchestrator.awaitMessage(FromClient::hasDecisions);
    assertThat(decisions.getDecisions().getRecords(0).getId()).isEqualTo("last");
  }

  @Test
  void what_is_left_at_the_end_without_anybody_is_written_down()
      throws InterruptedException, IOException {
    orchestrator.stop();
    GrpcViewFeed feed = feed();
    ShippingLog log = log(feed);

    log.record(CallRecords.refused("last"));
    log.record(CallRecords.plain("plain"));
    log.close();
    feed.close();

    assertThat(isInFiles("last")).isTrue();
    assertThat(isInFiles("plain")).isTrue();
  }
}
