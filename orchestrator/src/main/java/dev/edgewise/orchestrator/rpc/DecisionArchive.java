package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.decisions.Kept;
import dev.edgewise.orchestrator.decisions.MethodFilter;
import dev.edgewise.orchestrator.decisions.RecentDecisions;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import dev.edgewise.sdk.wire.decision.DecisionReader;
import dev.edgewise.sdk.wire.decision.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The decisions that clients ship: all on bounded disk, the last ones in memory too. Thread-safe.
 */
public final class DecisionArchive implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DecisionArchive.class.getName());
  private static final int IN_MEMORY = 1_000;
  private static final int MOST_WATCHES = 128;
  private static final int FROM_EARLIER_LIFE = 200;
  private static final int LARGEST_RECORD = 64 * 1024;
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private final Path folder;
  private final DecisionFiles files;
  private final CallZones zones;
  private final RecentDecisions<DecisionRecord> recent =
      new RecentDecisions<>(IN_MEMORY, MOST_WATCHES);
  private final AtomicLong refused = new AtomicLong();

  private DecisionArchive(Path folder, DecisionFiles files, CallZones zones) {
    this.folder = folder;
    this.files = files;
    this.zones = zones;
  }

  /**
   * Opens the archive in {@code folder} and reads the last decisions of its earlier life. A folder
   * that cannot be read is complained about and otherwise taken for empty.
   *
   * @param zones what is done with them is kept beside the calls that they could have taken
   * @param threads makes the one thread that writes
   */
  public static DecisionArchive open(
      Path folder, ZoneOverview zones, Clock clock, RandomGenerator random, ThreadFactory threads) {
    requireNonNull(folder, "folder");
    List<Explanation> earlier = List.of();
    try {
      earlier = DecisionReader.recent(folder, FROM_EARLIER_LIFE);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "earlier decisions in " + folder + " cannot be read (" + e + "); new ones are kept");
    }
    DecisionArchive archive =
        new DecisionArchive(
            folder,
            DecisionFiles.open(folder, DecisionFiles.Limits.DEFAULT, clock, random, threads),
            new CallZones(zones, clock));
    archive.recent.addOlder(earlier.stream().map(each -> kept(each.record())).toList());
    return archive;
  }

  /** Keeps one that a client ships; what is malformed or too large is counted and dropped. */
  void add(DecisionRecord shipped) {
    if (!ID.matcher(shipped.getId()).matches() || shipped.getSerializedSize() > LARGEST_RECORD) {
      refused.incrementAndGet();
      return;
    }
    DecisionRecord record = zones.beside(shipped);
    files.append(record);
    recent.add(kept(record));
  }

  /** Looks in memory, then on disk. May block for as long as a disk may. */
  Optional<DecisionRecord> find(String id) throws IOException {
    Optional<DecisionRecord> found = recent.find(id);
    return (found.isPresent() ? found : DecisionReader.find(folder, id).map(Explanation::record))
        .map(zones::later);
  }

  /** The last ones in memory, newest first. */
  List<DecisionRecord> list(int most, MethodFilter methods) {
    return recent.newest(most, kept -> methods.takes(kept.method()));
  }

  /**
   * Watches those that come from now on; empty when there are as many watchers as there may be.
   *
   * @param ready must only take note
   */
  Optional<RecentDecisions.Watch<DecisionRecord>> watch(
      MethodFilter methods, boolean notable, int waiting, Runnable ready) {
    return recent.watch(
        kept -> (!notable || kept.notable()) && methods.takes(kept.method()), waiting, ready);
  }

  /** Records that could not be kept, here. */
  long dropped() {
    return refused.get() + files.dropped();
  }

  /** Writes down what waits, for at most 2 s. */
  @Override
  public void close() {
    files.close();
  }

  private static Kept<DecisionRecord> kept(DecisionRecord record) {
    return new Kept<>(record.getId(), record.getMethod(), DecisionFiles.isNotable(record), record);
  }
}
