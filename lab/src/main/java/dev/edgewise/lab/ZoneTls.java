package dev.edgewise.lab;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.FleetCertificates;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.lab.process.ZoneFleet;
import dev.edgewise.sdk.api.CallOptions;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A zone of a real orchestrator that speaks TLS: its nodes have certificates that were issued by
 * the command line before, and an accelerator that only they have.
 */
enum ZoneTls implements Campaign {
  /** From rest, with a wrong certificate, and with that renewed. */
  ZONE_TLS;

  private static final String FIRST = "west1-1";
  private static final String SECOND = "west1-2";
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration A_WHILE = Duration.ofSeconds(5);
  private static final int WORK_MILLIS = 20;

  @Override
  public String about() {
    return "a zone at zero with TLS everywhere: a call that needs what its nodes have is held and"
        + " answered, one that needs something else wakes nothing, a node with a certificate of"
        + " another site is not started until it is renewed";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    FleetCertificates certificates = FleetCertificates.in(dist, folder);
    certificates.nodes(FIRST, 2, "west1");
    try (ZoneFleet zone = ZoneFleet.start(dist, folder, 2, certificates, "gpu-t4=16GB");
        Edgewise eco = zone.fleet().application()) {
      String asleep = rest(zone, eco);
      long begun = System.nanoTime();
      Outcome<Long> gpu = call(eco, 1, CallOptions.none().withNeeds("gpu", "4GB"));
      long took = (System.nanoTime() - begun) / 1_000_000;
      String node = answered(gpu, 1);

      // Of the two the one that does not run.
      String other = node.equals(FIRST) ? SECOND : FIRST;
      certificates.nodes(other, 1, "east1");
      String stranger = stranger(zone, other);
      String alone = agent(zone.fleet(), certificates.node(other), other, folder);
      certificates.nodes(FIRST, 2, "west1");
      zone.await(2, PATIENCE);
      String later = answered(call(eco, 2, CallOptions.none()), 2);
      return new Verdict(
          asleep.isEmpty()
              && node.startsWith("west1-")
              && stranger.isEmpty()
              && alone.isEmpty()
              && later.startsWith("west1-"),
          "a tpu wakes nothing%s; a gpu is answered by %s after %d ms; %s of another site is not"
                  .formatted(words(asleep), node, took, other)
              + " started%s, nor starts by itself%s; renewed: 2 nodes, answered by %s"
                  .formatted(words(stranger), words(alone), later));
    }
  }

  private static String words(String wrong) {
    return wrong.isEmpty() ? "" : " (NO: " + wrong + ")";
  }

  private static Outcome<Long> call(Edgewise eco, long token, CallOptions options) {
    return eco.call(
        Hauls.class, hauls -> hauls.work(token, WORK_MILLIS), options.withDeadline(DEADLINE));
  }

  private static String answered(Outcome<Long> outcome, long token) {
    return outcome instanceof Outcome.Completed<Long> completed
            && completed.value() == Answers.expected(token)
        ? completed.node().name()
        : "NOBODY: " + outcome;
  }

  /** Waits until the zone rests, and makes a call that it must not be woken for. */
  private static String rest(ZoneFleet zone, Edgewise eco)
      throws IOException, InterruptedException {
    if (Waiting.until(PATIENCE, () -> rests(zone) && isRefused(tpu(eco))) < 0) {
      return "the zone is " + zone.report() + ", and the call came to " + tpu(eco);
    }
    long unused = Waiting.until(A_WHILE, () -> !rests(zone));
    return rests(zone) ? "" : "it was woken: " + zone.report();
  }

  private static Outcome<Long> tpu(Edgewise eco) {
    return call(eco, 0, CallOptions.none().withNeeds("tpu", "0"));
  }

  private static boolean rests(ZoneFleet zone) {
    return zone.report()
        .filter(each -> each.nodes().isEmpty() && !each.services().isEmpty())
        .isPresent();
  }

  private static boolean isRefused(Outcome<Long> outcome) {
    return outcome instanceof Outcome.Refused<Long> refused
        && refused.cause().code() == ErrorCode.NO_ACCELERATOR
        && refused.cause().words().contains("Zone west1 is not woken for it: the call needs tpu");
  }

  /** Two nodes are asked for, and one certificate is that of a node somewhere else. */
  private static String stranger(ZoneFleet zone, String node) throws InterruptedException {
    zone.scale(2);
    String expected = "it is the certificate of edgewise://node/" + node + "?site=east1";
    boolean told =
        Waiting.until(
                PATIENCE,
                () -> zone.report().map(ZoneReport::trouble).orElse("").contains(expected))
            >= 0;
    List<String> ready = zone.ready();
    return told && ready.size() <= 1 ? "" : "ready: " + ready + "; " + zone.report();
  }

  /** An agent that says that it is of the zone, with the same certificate. */
  private static String agent(LabFleet fleet, Path certificate, String node, Path folder)
      throws IOException {
    try {
      DaemonProcess unused = fleet.cloud(node, "west1", "--tls", certificate.toString());
      return "it started";
    } catch (IOException e) {
      String log = Files.readString(folder.resolve(node + ".log"));
      return log.contains("EW7001") && log.contains("site=east1") ? "" : log;
    }
  }
}
