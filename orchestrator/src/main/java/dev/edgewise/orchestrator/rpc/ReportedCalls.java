package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.overview.Client;
import dev.edgewise.orchestrator.quarantine.Attempts;
import dev.edgewise.orchestrator.traffic.Calls;
import dev.edgewise.orchestrator.traffic.TrafficWindows;
import dev.edgewise.proto.v1.Decisions;
import dev.edgewise.proto.v1.LatencyBucket;
import dev.edgewise.proto.v1.MethodTraffic;
import dev.edgewise.proto.v1.NodeAttempts;
import dev.edgewise.proto.v1.Traffic;
import dev.edgewise.sdk.wire.Protos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what clients report where operators find it: traffic into the sliding windows, decisions
 * into the archive. What is out of range is cut to what is not. Thread-safe.
 */
public final class ReportedCalls {
  private static final int MOST_ENTRIES = 4_096;
  private static final int MOST_BUCKETS = 256;
  private static final int LONGEST_NAME = 512;
  private static final int MOST_CODES = 16;
  private static final int LONGEST_CODE = 16;
  private static final int MOST_CLIENTS_REMEMBERED = 1_000;

  private final TrafficWindows windows;
  private final DecisionArchive archive;
  // What each open stream last said that its client has dropped since the client's start.
  private final Map<Long, Long> droppedByStream = new HashMap<>();
  // The same of clients whose stream has ended: a client that comes back says it again.
  private final Map<Client, Long> droppedBefore = new LinkedHashMap<>();
  private long dropped;

  public ReportedCalls(TrafficWindows windows, DecisionArchive archive) {
    this.windows = requireNonNull(windows, "windows");
    this.archive = requireNonNull(archive, "archive");
  }

  /** What the calls of a client came to since its last such message. */
  public void traffic(Traffic traffic) {
    Duration period = Duration.ofMillis(traffic.getPeriodMillis());
    int entries = 0;
    for (MethodTraffic method : traffic.getMethodsList()) {
      if (++entries > MOST_ENTRIES) {
        return;
      }
      String name = method.getMethod();
      if (name.isEmpty()
          || name.length() > LONGEST_NAME
          || method.getNode().length() > LONGEST_NAME) {
        continue;
      }
      windows.add(
          name,
          method.getNode(),
          Protos.fromProto(method.getTier()).orElse(null),
          calls(method),
          period);
    }
  }

  /** How attempts ended, as far as it can be: what makes no sense is left out. */
  static List<Attempts> attempts(Traffic traffic) {
    List<Attempts> attempts = new ArrayList<>();
    for (NodeAttempts each : traffic.getAttemptsList()) {
      if (attempts.size() == MOST_ENTRIES) {
        break;
      }
      if (each.getNode().length() <= LONGEST_NAME
          && each.getService().length() <= LONGEST_NAME
          && each.getTenant().length() <= LONGEST_NAME) {
        attempts.add(
            new Attempts(
                each.getNode(),
                each.getService(),
                each.getTenant(),
                count(each.getAnswered()),
                faults(each)));
      }
    }
    return attempts;
  }

  private static Map<String, Integer> faults(NodeAttempts attempts) {
    Map<String, Integer> faults = new HashMap<>();
    attempts.getFaultsList().stream()
        .limit(MOST_CODES)
        .filter(each -> each.getCount() > 0 && each.getCode().length() <= LONGEST_CODE)
        .forEach(each -> faults.merge(each.getCode(), each.getCount(), ReportedCalls::sum));
    return faults;
  }

  private static int sum(int one, int other) {
    return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
  }

  private static Calls calls(MethodTraffic method) {
    List<Calls.Bucket> latency =
        method.getLatencyList().stream().limit(MOST_BUCKETS).map(ReportedCalls::bucket).toList();
    return new Calls(
        count(method.getCompleted()),
        count(method.getRefused()),
        count(method.getExpired()),
        count(method.getFailed()),
        count(method.getCancelled()),
        count(method.getEscalated()),
        latency);
  }

  private static Calls.Bucket bucket(LatencyBucket bucket) {
    return new Calls.Bucket(bucket.getIndex(), count(bucket.getCount()));
  }

  private static int count(int reported) {
    return Math.max(0, reported);
  }

  /**
   * Decisions of a client, newest last.
   *
   * @param stream tells open streams apart; never used again after {@link #left}
   */
  public void decisions(long stream, Client client, Decisions decisions) {
    decisions.getRecordsList().forEach(archive::add);
    synchronized (this) {
      long now = Math.max(0, decisions.getDropped());
      Long known = droppedByStream.get(stream);
      Long before = known == null ? droppedBefore.remove(client) : known;
      dropped += Math.max(0, now - (before == null ? 0 : before));
      droppedByStream.put(stream, now);
    }
  }

  /** A client's stream has ended. */
  public synchronized void left(long stream, Client client) {
    Long last = droppedByStream.remove(stream);
    if (last == null || last == 0) {
      return;
    }
    droppedBefore.remove(client);
    droppedBefore.put(client, last);
    if (droppedBefore.size() > MOST_CLIENTS_REMEMBERED) {
      droppedBefore.remove(droppedBefore.keySet().iterator().next());
    }
  }

  /**
   * Decisions that clients dropped because they came too fast, and those that found no place here.
   */
  synchronized long dropped() {
    return dropped + archive.dropped();
  }
}
