package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.Placement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A few nodes, one caller and a clock that only this world moves: calls travel a link, wait for a
 * slot, run, and come back with a report. Deterministic: events are ordered by time and number,
 * randomness is seeded. Stories ask which node got the calls of a window.
 */
final class World {
  private final RouterSettings settings = RouterSettings.DEFAULT;
  private final Estimates estimates = new Estimates(settings);
  private final Router router = new Router(settings, estimates);
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SplittableRandom random = new SplittableRandom(42);
  private final List<Sent> sent = new ArrayList<>();
  private long now = Fleets.START;
  private long number;
  private int expired;
  private int failed;

  /** One machine: it can be made slow, or made to fail all calls at once. */
  final class Machine {
    private final Node node;
    private final int slots;
    private final double roundTripMillis;
    private final double megabytesPerSecond;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private int running;
    private double meanService;
    double serviceMillis;
    boolean failsFast;
    boolean refuses;

    Machine(
        Node node,
        int slots,
        double roundTripMillis,
        double megabytesPerSecond,
        double serviceMillis) {
      this.node = node;
      this.slots = slots;
      this.roundTripMillis = roundTripMillis;
      this.megabytesPerSecond = megabytesPerSecond;
      this.serviceMillis = serviceMillis;
    }

    private Load load() {
      return new Load(running, waiting.size(), slots, Fleets.ms(meanService), false, 1);
    }

    private long oneWay(int bytes) {
      return nanos(roundTripMillis / 2 + bytes / (megabytesPerSecond * 1e3));
    }

    private void arrive(Job job) {
      job.arrived = now;
      if (failsFast) {
        after(oneWay(0), () -> job.end(() -> job.flight.failed(now), true));
      } else if (refuses) {
        Load load = load();
        after(oneWay(0), () -> job.end(() -> job.flight.refused(Optional.of(load), now), true));
      } else {
        waiting.add(job);
        next();
      }
    }

    private void next() {
      while (running < slots && !waiting.isEmpty()) {
        Job job = waiting.remove();
        running++;
        long queued = now - job.arrived;
        double spread = 0.8 + 0.4 * random.nextDouble();
        long service = nanos(serviceMillis * spread);
        after(service, () -> finish(job, queued, service));
      }
    }

    private void finish(Job job, long queued, long service) {
      running--;
      double millis = service / 1e6;
      meanService = meanService == 0 ? millis : meanService + 0.1 * (millis - meanService);
      CallReport report =
          new CallReport(load(), Duration.ofNanos(queued), Duration.ofNanos(service));
      after(oneWay(500), () -> job.end(() -> job.flight.answered(report, 500, now), false));
      next();
    }
  }

  private final class Job {
    private final Estimates.InFlight flight;
    private long arrived;
    private boolean ended;

    private Job(Estimates.InFlight flight) {
      this.flight = flight;
    }

    private void end(Runnable ending, boolean failure) {
      if (!ended) {
        ended = true;
        ending.run();
        failed += failure ? 1 : 0;
      }
    }
  }

  private record Sent(long at, String node, int bytes) {}

  private record Event(long at, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** Adds a machine, which is probed once a second from now on. */
  Machine add(Node node, int slots, double roundTripMillis, double serviceMillis) {
    return add(node, slots, roundTripMillis, 100, serviceMillis);
  }

  Machine add(
      Node node,
      int slots,
      double roundTripMillis,
      double megabytesPerSecond,
      double serviceMillis) {
    Machine machine = new Machine(node, slots, roundTripMillis, megabytesPerSecond, serviceMillis);
    machines.put(node.name(), machine);
    probe(machine);
    run(Duration.ofMillis(Math.round(roundTripMillis) + 1));
    return machine;
  }

  private void probe(Machine machine) {
    Duration roundTrip = Fleets.ms(machine.roundTripMillis);
    Load load = machine.load();
    after(
        roundTrip.toNanos(),
        () -> {
          estimates.probed(machine.node.name(), roundTrip, load, now);
          after(nanos(1_000), () -> probe(machine));
        });
  }

  /** Calls come at a steady rate for a while, as an open loop; then the clock stands there. */
  void calls(MethodContract method, int bytes, double perSecond, Duration length) {
    long end = now + length.toNanos();
    long gap = nanos(1_000 / perSecond);
    for (long at = now; at < end; at += gap) {
      run(Duration.ofNanos(at - now));
      call(method, bytes);
    }
    run(Duration.ofNanos(end - now));
  }

  /** Sends one call now, and returns the node that got it. */
  String call(MethodContract method, int bytes) {
    FleetView view =
        new FleetView(
            1, machines.values().stream().map(machine -> Fleets.up(machine.node)).toList());
    Placement placement =
        router.place(Fleets.call(method, bytes, now), view, Attempt.FIRST, now).placement();
    assertThat(placement).isInstanceOf(Placement.Run.class);
    String name = ((Placement.Run) placement).node().name();
    sent.add(new Sent(now, name, bytes));
    Machine machine = machine(name);
    Job job = new Job(estimates.begin(name, method, bytes, now));
    after(machine.oneWay(bytes), () -> machine.arrive(job));
    after(
        method.deadline().toNanos(),
        () -> {
          if (!job.ended) {
            expired++;
            job.end(() -> job.flight.abandoned(now), false);
          }
        });
    return name;
  }

  void run(Duration length) {
    long end = now + length.toNanos();
    while (!events.isEmpty() && events.element().at() <= end) {
      Event event = events.remove();
      now = event.at();
      event.what().run();
    }
    now = end;
  }

  Duration clock() {
    return Duration.ofNanos(now - Fleets.START);
  }

  /** Which share of the calls that were sent since then went to the machine. */
  double shareSince(Duration since, Machine machine) {
    return share(since, clock(), machine);
  }

  double share(Duration from, Duration to, Machine machine) {
    List<Sent> window =
        sent.stream()
            .filter(call -> call.at() >= Fleets.START + from.toNanos())
            .filter(call -> call.at() < Fleets.START + to.toNanos())
            .toList();
    return (double) window.stream().filter(call -> call.node().equals(machine.node.name())).count()
        / window.size();
  }

  int atMachine(Machine machine) {
    return machine.running + machine.waiting.size();
  }

  int expired() {
    return expired;
  }

  int failed() {
    return failed;
  }

  private Machine machine(String name) {
    Machine machine = machines.get(name);
    assertThat(machine).isNotNull();
    return requireNonNull(machine);
  }

  private void after(long nanos, Runnable what) {
    events.add(new Event(now + nanos, number++, what));
  }

  private static long nanos(double millis) {
    return Math.round(millis * 1e6);
  }
}
