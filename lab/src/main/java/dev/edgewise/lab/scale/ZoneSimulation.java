package dev.edgewise.lab.scale;

import java.util.ArrayList;
import java.util.List;

/**
 * A zone, event by event: calls arrive, wait in one line, take a slot of a node that is ready, and
 * end; nodes take a cold start to become ready, are paid for from their start to their end, and
 * finish what they have when they are given back. A call that its mean service could not finish in
 * time any more is dropped when its turn comes, as agents do it.
 */
final class ZoneSimulation {
  private static final double FOREVER = Double.POSITIVE_INFINITY;

  /** One call in so many moves the measured service times. */
  private static final double LEARNING = 1 / 1_000.0;

  private final Workload load;
  private final double coldStart;
  private final Policy policy;
  private final Seen seen = new Seen();
  private final Ends ends = new Ends();
  private final List<Node> nodes = new ArrayList<>();

  private double now;
  private int next;

  /** The line: calls from here to {@code next} wait, but for those that were served meanwhile. */
  private int head;

  private int free;
  private int ready;
  private int starting;
  private int inFlight;
  private int arrived;
  private double area;
  private double areaSince;
  private double asked = Double.NEGATIVE_INFINITY;
  private double mean;
  private double square;
  private long calls;
  private long onTime;
  private double nodeSeconds;
  private long coldStarts;

  private ZoneSimulation(Workload load, double coldStart, Policy policy) {
    this.load = load;
    this.coldStart = coldStart;
    this.policy = policy;
    mean = load.meanSeconds();
    square = 2 * mean * mean;
  }

  /**
   * Runs it.
   *
   * @param coldStart seconds
   */
  static Outcome run(Workload load, double coldStart, Policy policy) {
    return new ZoneSimulation(load, coldStart, policy).run();
  }

  private Outcome run() {
    double tick = policy.period();
    while (true) {
      double arrival = next < load.arrivals().length ? load.arrivals()[next] : FOREVER;
      double ended = ends.first();
      double readied = starting > 0 ? firstReady() : FOREVER;
      double first = Math.min(Math.min(arrival, ended), Math.min(readied, tick));
      if (first > load.seconds()) {
        break;
      }
      area += (first - now) * (inFlight + next - head);
      now = first;
      if (first == ended) {
        end();
      } else if (first == readied) {
        becomeReady();
      } else if (first == arrival) {
        arrive();
      } else {
        ask();
        tick = now + policy.period();
      }
    }
    now = load.seconds();
    nodes.forEach(this::pay);
    return new Outcome(calls, onTime, nodeSeconds, coldStarts);
  }

  private void arrive() {
    arrived++;
    next++;
    if (load.arrivals()[next - 1] >= load.warmUp()) {
      calls++;
    }
    serve();
    if (ready + starting == 0 && policy.wakes()) {
      ask();
    }
  }

  private void end() {
    Node node = ends.node();
    int call = ends.call();
    ends.remove();
    inFlight--;
    node.busy--;
    double service = load.services()[call];
    mean += (service - mean) * LEARNING;
    square += (service * service - square) * LEARNING;
    double arrival = load.arrivals()[call];
    if (arrival >= load.warmUp() && now <= arrival + load.deadline()) {
      onTime++;
    }
    if (!node.draining) {
      free++;
      serve();
    } else if (node.busy == 0) {
      nodes.remove(node);
      pay(node);
    }
  }

  private void serve() {
    forget();
    while (free > 0 && head < next) {
      Node least = null;
      for (Node node : nodes) {
        if (node.ready && !node.draining && (least == null || node.busy < least.busy)) {
          least = node;
        }
      }
      if (least == null) {
        throw new IllegalStateException("a free slot without a node");
      }
      least.busy++;
      free--;
      inFlight++;
      ends.add(now + load.services()[head], least, head);
      head++;
      forget();
    }
  }

  /** Drops what could not be finished any more. */
  private void forget() {
    double oldest = now + load.meanSeconds() - load.deadline();
    while (head < next && load.arrivals()[head] < oldest) {
      head++;
    }
  }

  private double firstReady() {
    double first = FOREVER;
    for (Node node : nodes) {
      if (!node.ready) {
        first = Math.min(first, node.readyAt);
      }
    }
    return first;
  }

  private void becomeReady() {
    for (Node node : nodes) {
      if (!node.ready && node.readyAt <= now) {
        node.ready = true;
        starting--;
        ready++;
        free += load.slots();
      }
    }
    serve();
  }

  private void ask() {
    forget();
    double since = asked < 0 ? Math.max(1e-9, now) : Math.max(1e-9, now - asked);
    seen.now = now;
    seen.since = since;
    seen.ready = ready;
    seen.starting = starting;
    seen.draining = nodes.size() - ready - starting;
    seen.inFlight = inFlight;
    seen.queued = next - head;
    seen.arrived = arrived;
    seen.concurrency = now - areaSince > 1e-6 ? area / (now - areaSince) : inFlight + next - head;
    seen.meanSeconds = mean;
    seen.squaredVariation = Math.max(0, square / (mean * mean) - 1);
    arrived = 0;
    area = 0;
    areaSince = now;
    asked = now;
    resize(Math.clamp(policy.wanted(seen), 0, Workload.MOST_NODES));
  }

  private void resize(int wanted) {
    while (ready + starting < wanted) {
      nodes.add(new Node(now, now + coldStart));
      starting++;
      coldStarts += now >= load.warmUp() ? 1 : 0;
    }
    while (ready + starting > wanted) {
      giveBack();
    }
  }

  /** Of those that start the newest, else the one with least to do. */
  private void giveBack() {
    Node chosen = null;
    for (Node node : nodes) {
      if (!node.draining && (chosen == null || better(node, chosen))) {
        chosen = node;
      }
    }
    if (chosen == null) {
      throw new IllegalStateException("nothing to give back");
    }
    if (!chosen.ready) {
      starting--;
      nodes.remove(chosen);
      pay(chosen);
      return;
    }
    ready--;
    free -= load.slots() - chosen.busy;
    chosen.draining = true;
    if (chosen.busy == 0) {
      nodes.remove(chosen);
      pay(chosen);
    }
  }

  private static boolean better(Node node, Node than) {
    if (node.ready != than.ready) {
      return !node.ready;
    }
    return node.ready ? node.busy < than.busy : node.readyAt > than.readyAt;
  }

  private void pay(Node node) {
    nodeSeconds += Math.max(0, now - Math.max(node.started, load.warmUp()));
  }
}
