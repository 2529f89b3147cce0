package dev.edgewise.lab.process;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** An orchestrator that starts and ends the nodes of one zone, with the services of this module. */
public final class ZoneFleet implements AutoCloseable {
  private static final String ZONE = "west1";
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final Duration END = Duration.ofSeconds(20);

  private final LabFleet fleet;
  private final Path nodes;

  private ZoneFleet(LabFleet fleet, Path nodes) {
    this.fleet = fleet;
    this.nodes = nodes;
  }

  /** Starts it; the zone has {@code min} to {@code max} nodes, of four calls each. */
  public static ZoneFleet start(Path dist, Path folder, int min, int max) throws IOException {
    return start(dist, folder, min, max, 0);
  }

  /** Starts it with a pool of {@code warm} nodes beside those that take calls. */
  public static ZoneFleet start(Path dist, Path folder, int min, int max, int warm)
      throws IOException {
    String[] flags = flags(dist, folder, min, max, warm, "");
    return new ZoneFleet(LabFleet.start(dist, folder, flags), nodes(folder));
  }

  /**
   * The same with certificates, of which the nodes' are those of {@code west1}.
   *
   * @param declared accelerator of its nodes
   */
  public static ZoneFleet start(
      Path dist, Path folder, int max, FleetCertificates certificates, String declared)
      throws IOException {
    List<String> flags =
        new ArrayList<>(
            List.of(flags(dist, folder, 0, max, 0, ", '--accelerators=" + declared + "'")));
    flags.add("--zone-certificates=" + certificates.nodes());
    return new ZoneFleet(
        LabFleet.start(dist, folder, certificates, flags.toArray(new String[0])), nodes(folder));
  }

  private static Path nodes(Path folder) {
    return folder.resolve("orchestrator").resolve("zones");
  }

  /** Of an orchestrator with one zone, whose file is written here. */
  private static String[] flags(Path dist, Path folder, int min, int max, int warm, String more)
      throws IOException {
    Path file = folder.resolve("west1.yaml");
    Files.writeString(
        file,
        """
        zone: %s
        services: [%s]
        min: %d
        max: %d
        warm: %d
        repairs: 100
        jvm: ['-XX:TieredStopAtLevel=1']
        flags: ['--concurrency=4', '--queue=200'%s]
        """
            .formatted(ZONE, new Programs(dist).jar("lab"), min, max, warm, more));
    return new String[] {
      "--zones=" + file, "--zone-program=" + dist, "--zone-end-without-lease=1m"
    };
  }

  public LabFleet fleet() {
    return fleet;
  }

  /** What the orchestrator says of the zone; empty when it does not answer. */
  public Optional<ZoneReport> report() {
    try {
      return fleet.operator().zones(ASK).stream().findFirst();
    } catch (EdgewiseException e) {
      return Optional.empty();
    }
  }

  /** Names of nodes that take calls. */
  public List<String> ready() {
    return in("ready");
  }

  /** Names of nodes that are kept from calls. */
  public List<String> warm() {
    return in("warm");
  }

  private List<String> in(String phase) {
    return report().stream()
        .flatMap(zone -> zone.nodes().stream())
        .filter(node -> node.phase().equals(phase))
        .map(ZoneReport.Node::name)
        .toList();
  }

  /** Asks for a number of nodes. */
  public void scale(int count) {
    fleet.operator().scaleZone(ZONE, OptionalInt.of(count), Optional.empty(), ASK);
  }

  /** Waits until so many take calls, and there are no others. */
  public void await(int count, Duration most) throws IOException, InterruptedException {
    if (Waiting.until(most, () -> ready().size() == count && all() == count) < 0) {
      throw new IOException("the zone has not " + count + " nodes, but " + report());
    }
  }

  private int all() {
    return report().map(zone -> zone.nodes().size()).orElse(-1);
  }

  /** Waits until a node has told what the zone offers. */
  public void awaitLearned(Duration most) throws IOException, InterruptedException {
    if (Waiting.until(most, () -> report().filter(z -> !z.services().isEmpty()).isPresent()) < 0) {
      throw new IOException("the zone has not learned what it offers: " + report());
    }
    scale(0);
    await(0, most);
  }

  /** Kills a node with kill -9. */
  public void kill(String node) throws IOException, InterruptedException {
    signal(node, "KILL");
  }

  /** Sends a signal to a node by its name: KILL, STOP, CONT. */
  public void signal(String node, String signal) throws IOException, InterruptedException {
    String pid = Files.readString(nodes.resolve(node).resolve("pid")).strip();
    new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
  }

  /** Names of all nodes of this zone that run on this machine, whoever knows of them. */
  public List<String> processes() {
    String folder = "--data-folder=" + nodes;
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.flatMap(process -> arguments(process.pid()))
          .filter(argument -> argument.startsWith(folder))
          .map(argument -> argument.substring(folder.length() + 1))
          .map(data -> data.substring(0, data.indexOf('/')))
          .sorted()
          .toList();
    }
  }

  /** What a process was started with; {@link ProcessHandle} tells no more than 4 kB of it. */
  private static Stream<String> arguments(long pid) {
    try {
      return Stream.of(
          Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).split("\0", -1));
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Ends the nodes too. */
  @Override
  public void close() {
    try {
      scale(0);
      long unused = Waiting.until(END, () -> processes().isEmpty());
    } catch (EdgewiseException e) {
      // They end without a lease.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      fleet.close();
    }
  }
}
