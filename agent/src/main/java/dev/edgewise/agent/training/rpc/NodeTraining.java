package dev.edgewise.agent.training.rpc;

import dev.edgewise.agent.training.RankDesk;
import dev.edgewise.agent.training.TrainingSettings;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.core.Scheduler;
import dev.edgewise.daemon.content.ContentBounds;
import dev.edgewise.daemon.content.ContentStore;
import dev.edgewise.sdk.wire.feed.Whereabouts;
import dev.edgewise.sdk.wire.operator.ContentClient;
import dev.edgewise.sdk.wire.tls.Tls;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A node that trains: its ranks, their files, and the stream to the orchestrator. */
public final class NodeTraining implements AutoCloseable {
  private static final Logger LOG = System.getLogger(NodeTraining.class.getName());
  private static final Duration CHUNK_PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_CONTENTS = 2_000;
  private static final long SPARE = 1L << 30;

  private final RankDesk desk;
  private final TrainingUplink uplink;
  private final ContentClient client;

  private NodeTraining(RankDesk desk, TrainingUplink uplink, ContentClient client) {
    this.desk = desk;
    this.uplink = uplink;
    this.client = client;
  }

  /**
   * Begins to train for the orchestrator at an address.
   *
   * @param folder of this part of the agent alone
   * @param host where other nodes reach this one
   * @param environment of this process
   * @throws EdgewiseException with {@code BAD_CONFIGURATION} when the folder cannot be used
   */
  public static NodeTraining begin(
      String orchestrator,
      Optional<Tls> tls,
      Node node,
      TrainingSettings settings,
      Path folder,
      String host,
      Map<String, String> environment,
      Scheduler scheduler,
      Clock clock,
      RandomGenerator random) {
    ContentStore store;
    try {
      store =
          ContentStore.open(
              folder.resolve("contents"),
              new ContentBounds(settings.contentBytes(), MOST_CONTENTS, SPARE),
              clock);
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "The folder of training, "
              + folder
              + ", cannot be used: "
              + e
              + ". Name a dataFolder that this user may write.",
          e);
    }
    ContentClient client = ContentClient.connect(orchestrator, tls, CHUNK_PATIENCE);
    ContentCourier courier = new ContentCourier(client, store);
    try {
      courier.sweep();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "old files of training jobs cannot be removed: " + e);
    }
    RankDesk desk =
        new RankDesk(folder.resolve("ranks"), settings, host, courier, clock, environment);
    TrainingUplink uplink =
        new TrainingUplink(
            Whereabouts.of(orchestrator),
            tls,
            node,
            settings.slots(),
            desk,
            scheduler,
            clock,
            random);
    uplink.begin();
    return new NodeTraining(desk, uplink, client);
  }

  /** Ends its ranks, and says so while the stream stands. */
  @Override
  public void close() {
    desk.close();
    uplink.close();
    client.close();
  }
}
