package dev.edgewise.orchestrator.quarantine;

import static dev.edgewise.orchestrator.quarantine.Ward.CLOCK;
import static dev.edgewise.orchestrator.quarantine.Ward.VISION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.Decision;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Quarantine.Stage;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.router.Attempt;
import dev.edgewise.core.router.Estimates;
import dev.edgewise.core.router.Router;
import dev.edgewise.core.router.RouterSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Three nodes, two clients with the router that they have, and the quarantines, on virtual time:
 * one service of one node is broken for a while.
 */
final class OneBrokenServiceTest {
  private static final List<String> NODES = List.of("a", "b", "c");
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration SERVICE = Duration.ofMillis(4);

  private final Ward ward = new Ward("a", "b", "c");
  private final Random random = new Random(7);
  private final long start = ward.now;
  private int failed;
  private boolean isBroken;

  /** Calls that were sent, by node, service and second. */
  private final Map<String, Map<Long, Integer>> sent = new HashMap<>();

  /** An application: calls both services, each once in a step, and reports once a second. */
  private final class Client {
    private final String name;
    private final Estimates estimates = new Estimates(RouterSettings.DEFAULT);
    private final Router router = new Router(RouterSettings.DEFAULT, estimates);
    private final Map<String, int[]> counts = new HashMap<>();

    Client(String name) {
      this.name = name;
    }

    void calls(String service, boolean idempotent) {
      MethodContract method =
          new MethodContract(
              service,
              "go",
              Tier.EDGE,
              Duration.ofSeconds(2),
              idempotent,
              Label.INTERNAL,
              Optional.empty());
      Set<String> tried = new HashSet<>();
      for (int attempt = 0; attempt < 2; attempt++) {
        Invocation invocation =
            new Invocation(
                "d",
                method,
                100,
                ward.now + Duration.ofSeconds(2).toNanos(),
                Label.INTERNAL,
                Optional.empty());
        Decision decision =
            router.place(invocation, view(method), new Attempt(Optional.empty(), tried), ward.now);
        if (!(decision.placement() instanceof Placement.Run run)) {
          break;
        }
        String node = run.node().name();
        tried.add(node);
        if (runs(method, node)) {
          return;
        }
        if (!idempotent) {
          break;
        }
      }
      failed += idempotent ? 1 : 0;
    }

    private boolean runs(MethodContract method, String node) {
      String service = method.service();
      sent.computeIfAbsent(node + " " + service, key -> new HashMap<>())
          .merge(second(), 1, Integer::sum);
      boolean breaks = isBroken && node.equals("a") && service.equals(VISION);
      counts.computeIfAbsent(node + " " + service, key -> new int[2])[breaks ? 1 : 0]++;
      long takes = breaks ? 200_000 : SERVICE.toNanos() + random.nextInt(1_000_000);
      Estimates.InFlight flight = estimates.begin(node, method, 100, ward.now);
      Load load = new Load(0, 0, 4, SERVICE, false, 1);
      if (breaks) {
        flight.broke(Optional.of(load), ward.now + takes);
      } else {
        flight.answered(
            new CallReport(load, Duration.ZERO, Duration.ofNanos(takes)),
            100,
            ward.now + takes + 1_000_000);
      }
      return !breaks;
    }

    void reports() {
      counts.forEach(
          (key, count) -> {
            String[] parts = key.split(" ", -1);
            ward.says(name, "", parts[0], parts[1], count[0], count[1]);
          });
      counts.clear();
    }
  }

  private FleetView view(MethodContract method) {
    List<NodeView> nodes = new ArrayList<>();
    for (String name : NODES) {
      nodes.add(
          new NodeView(
              new Node(name, Tier.EDGE, new Site(name, Trust.OWN)),
              Liveness.ALIVE,
              false,
              Set.of(method.fullName()),
              List.of(),
              ward.quarantines.of(name)));
    }
    return new FleetView(1, nodes);
  }

  private long second() {
    return (ward.now - start) / 1_000_000_000L;
  }

  private int sent(String node, String service, long second) {
    return sent.getOrDefault(node + " " + service, Map.of()).getOrDefault(second, 0);
  }

  private int sent(String node, String service, long from, long to) {
    int sum = 0;
    for (long second = from; second < to; second++) {
      sum += sent(node, service, second);
    }
    return sum;
  }

  private void play(boolean idempotent, int seconds, int breaksAt, int wellAt) {
    List<Client> clients = List.of(new Client("till"), new Client("door"));
    long reported = -1;
    while (second() < seconds) {
      isBroken = second() >= breaksAt && second() < wellAt;
      for (Client client : clients) {
        client.calls(VISION, idempotent);
        client.calls(CLOCK, true);
      }
      if (second() != reported) {
        reported = second();
        clients.forEach(Client::reports);
      }
      ward.passes(STEP);
    }
  }

  @Test
  void it_gets_no_calls_there_within_seconds_while_everything_else_goes_on() {
    play(true, 120, 10, 55);

    assertThat(sent("a", VISION, 0, 10)).as("before").isGreaterThan(100);
    assertThat(ward.notes.get(0)).startsWith("Vision on a is under quarantine for 30 s: ");
    for (long second = 20; second < 40; second++) {
      assertThat(sent("a", VISION, second)).as("Vision at a in second %d", second).isZero();
      assertThat(sent("a", CLOCK, second)).as("Clock at a in second %d", second).isPositive();
    }
    assertThat(sent("a", VISION, 40, 55)).as("its first trial").isBetween(1, 2 * 11);
    assertThat(failed).as("idempotent calls that failed").isZero();
    assertThat(ward.stage("a")).as("well again").isEmpty();
    assertThat(sent("a", VISION, 115, 120)).as("afterwards").isGreaterThan(50);
    assertThat(ward.stage("b")).isEmpty();
    assertThat(ward.notes).noneMatch(note -> note.contains(" on b") || note.contains("Clock"));
  }

  @Test
  void calls_that_must_not_run_twice_are_not_spent_on_a_trial() {
    play(false, 80, 10, 80);

    long closedAt = 0;
    for (long second = 10; second < 25; second++) {
      closedAt = sent("a", VISION, second) > 0 ? second : closedAt;
    }
    assertThat(closedAt).as("the last second with a call").isLessThan(25);
    assertThat(ward.notes).anyMatch(note -> note.contains("on trial"));
    assertThat(ward.stage("a", VISION).equals(Optional.of(Stage.CLOSED)) || !ward.notes.isEmpty())
        .isTrue();
  }

  @Test
  void what_is_broken_on_all_nodes_is_a_matter_of_its_release() {
    List<Client> clients = List.of(new Client("till"), new Client("door"));
    for (int i = 0; i < 10; i++) {
      for (Client client : clients) {
        for (String node : NODES) {
          client.counts.put(node + " " + VISION, new int[] {1, 20});
        }
        client.reports();
      }
      ward.passes(Duration.ofSeconds(1));
    }
    assertThat(NODES).allMatch(node -> ward.stage(node).isEmpty());
    assertThat(ward.quarantines.troubles()).containsKey(VISION);
  }
}
