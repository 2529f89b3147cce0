package dev.edgewise.lab;

import dev.edgewise.core.Outcome;
import dev.edgewise.core.ViewStatus;
import dev.edgewise.lab.process.ConsulServer;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.samples.hello.Hello;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A fleet whose agents and applications know only Consul's address. An agent is killed with kill
 * -9: Consul must fail its checks soon. Then Consul itself is killed under a steady load, and
 * started again with nothing in memory: no call may fail, whoever asks must be told that it is
 * away, and its catalogue must be right again soon.
 */
enum ConsulAway implements Campaign {
  CONSUL(Duration.ofSeconds(20)),
  /** The same in short, for every change. */
  CONSUL_SHORT(Duration.ofSeconds(4));

  private static final double CALLS_PER_SECOND = 50;
  private static final Duration PUBLISHED = Duration.ofSeconds(20);
  private static final Duration CRITICAL = Duration.ofSeconds(5);
  private static final Duration RIGHT_AGAIN = Duration.ofSeconds(10);
  private static final Duration NOTICED = Duration.ofSeconds(10);
  private static final String ORCHESTRATOR = "edgewise-orchestrator";
  private static final String NODE = "edgewise-node";

  private final Duration away;

  ConsulAway(Duration away) {
    this.away = away;
  }

  @Override
  public String about() {
    return "agents and applications know only Consul: after kill -9 an agent's checks are critical"
        + " in "
        + CRITICAL.toSeconds()
        + " s; kill -9 of Consul for "
        + away.toSeconds()
        + " s under "
        + (int) CALLS_PER_SECOND
        + " calls/s: 0 failed, said to be away, its catalogue right "
        + RIGHT_AGAIN.toSeconds()
        + " s after its return";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    var program = ConsulServer.program();
    if (program.isEmpty()) {
      return Verdict.skipped(
          "EDGEWISE_CONSUL names no Consul; build/fetch-consul gets one and says where");
    }
    try (ConsulServer consul = ConsulServer.start(program.get(), folder);
        LabFleet fleet = LabFleet.start(dist, folder, "--registry", consul.address())) {
      String hello = fleet.jar("samples/hello");
      fleet.edge("edge-1", "--services", hello, "--orchestrator", consul.address());
      DaemonProcess doomed =
          fleet.edge("edge-2", "--services", hello, "--orchestrator", consul.address());
      try (Edgewise eco = Edgewise.builder().orchestrator(consul.address()).build()) {
        fleet.awaitReady(eco);
        return new Round(consul, fleet, eco, service(fleet), away).run(doomed);
      }
    }
  }

  /** What the only service that is no model's is looked up by. */
  private static String service(LabFleet fleet) throws IOException {
    List<String> names =
        fleet.status().map(FleetStatus::services).orElse(List.of()).stream()
            .map(service -> service.name())
            .filter(name -> !name.startsWith(ModelMethods.PACKAGE))
            .toList();
    if (names.size() != 1) {
      throw new IOException("the orchestrator knows not just one service: " + names);
    }
    return names.getFirst().replace('.', '-');
  }

  /**
   * One round, with all that it needs.
   *
   * @param service what the only service is looked up by
   */
  private record Round(
      ConsulServer consul, LabFleet fleet, Edgewise eco, String service, Duration away) {
    Verdict run(DaemonProcess doomed) throws IOException, InterruptedException {
      long published = Waiting.until(PUBLISHED, () -> shows(2));
      Load load = Load.start(eco, CALLS_PER_SECOND, Work.hello());
      Thread.sleep(Duration.ofSeconds(2));
      doomed.signal("KILL");
      long critical = Waiting.until(CRITICAL, () -> shows(1));
      doomed.awaitExit();
      Map<String, Set<String>> before = shown();

      consul.kill();
      long noticed = Waiting.until(NOTICED, () -> fleet.status().map(Round::isAway).orElse(false));
      try (Edgewise late = Edgewise.builder().orchestrator(consul.address()).build()) {
        Thread.sleep(away);
        String words = late.orchestrator().map(ViewStatus::because).orElse("nothing");
        consul.restart();
        long right = Waiting.until(RIGHT_AGAIN, () -> shown().equals(before));
        boolean calls = call(late);
        List<CallResult> results = load.finish();
        long failed = results.stream().filter(CallResult::failed).count();
        boolean told = words.startsWith("Consul at ");
        return new Verdict(
            published >= 0
                && critical >= 0
                && noticed >= 0
                && told
                && right >= 0
                && calls
                && failed == 0,
            "calls %d, failed %d (%s), published %s, critical %s after kill -9, away said %s, right again %s, one that came meanwhile: %s, then %s"
                .formatted(
                    results.size(),
                    failed,
                    Load.failures(results),
                    time(published),
                    time(critical),
                    time(noticed),
                    time(right),
                    words,
                    calls ? "called" : "DID NOT CALL"));
      }
    }

    /** Whether the orchestrator and so many nodes with their service are offered, and no more. */
    private boolean shows(int nodes) {
      return consul.passing(ORCHESTRATOR).size() == 1
          && consul.passing(NODE).size() == nodes
          && consul.passing(service).size() == nodes;
    }

    /** What is offered, by what it is looked up by. */
    private Map<String, Set<String>> shown() {
      Map<String, Set<String>> shown = new TreeMap<>();
      for (String name : List.of(ORCHESTRATOR, NODE, service)) {
        shown.put(name, consul.passing(name));
      }
      return shown;
    }

    private static boolean isAway(FleetStatus status) {
      return status.orchestrator().registry().map(FleetStatus.Registry::away).orElse(false);
    }

    private static boolean call(Edgewise application) throws InterruptedException {
      return Waiting.until(
              RIGHT_AGAIN,
              () ->
                  application.call(Hello.class, hello -> hello.greet("late"))
                      instanceof Outcome.Completed<?>)
          >= 0;
    }

    private static String time(long millis) {
      return millis < 0 ? "NOT IN TIME" : millis + " ms";
    }
  }
}
