package dev.edgewise.cli.daemon;

import dev.edgewise.cli.certs.LocalCertificates;
import dev.edgewise.cli.model.ModelCommand;
import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Folders;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import dev.edgewise.sdk.wire.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description = {
      "Starts a whole fleet on this machine, until Ctrl-C.",
      "",
      "An orchestrator with its page, the edge nodes nyc-edge01 and london-edge02, and the zone"
          + " west1 with the nodes west1-a and west1-b. They host the samples vision, hello,"
          + " brief and fashion, or your own jars. Data and logs lie in the user's state folder."
    },
    footer = {
      "",
      "Example:",
      "  edgewise up",
      "  edgewise up --services my-application.jar",
      "  edgewise up --zones west1.yaml      a zone that sizes itself",
      "  edgewise up --ephemeral -o json     free ports, nothing remains",
      "  edgewise up --tls                   as on a network of strangers"
    })
public final class UpCommand implements Callable<Integer> {
  private static final long READY_MILLIS = 60_000;
  private static final List<String> SAMPLES =
      List.of("samples/vision", "samples/hello", "samples/brief", "samples/fashion");

  private final Shell shell;

  @Option(
      names = "--services",
      paramLabel = "JAR",
      description = "Service jars to host instead of the samples; may be repeated.")
  private List<Path> services = new ArrayList<>();

  @Option(
      names = "--models",
      paramLabel = "FOLDER",
      description =
          "A model repository, which every agent serves (default: what 'edgewise model pull' got).")
  private @Nullable Path models;

  @Option(
      names = "--zones",
      paramLabel = "FILE|FOLDER",
      description =
          "Files of zones that size themselves, or folders of such files, in the place of west1's"
              + " two nodes; may be repeated. Their nodes end with the fleet.")
  private List<Path> zones = new ArrayList<>();

  @Option(
      names = "--ephemeral",
      description = "Take free ports and a temporary folder: several can run side by side.")
  private boolean ephemeral;

  @Option(
      names = "--tls",
      description =
          "With certificates of a CA that is made for this fleet alone: everything is asked who it"
              + " is, and speaks TLS.")
  private boolean tls;

  @Mixin private Output output = new Output();

  public UpCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Dist dist = shell.requireDist();
    List<Path> jars =
        services.isEmpty()
            ? SAMPLES.stream().map(dist::jar).toList()
            : services.stream().map(this::jar).toList();
    UpPlan without =
        ephemeral ? UpPlan.onFreePorts(jars, new Ports(shell.random())::free) : UpPlan.usual(jars);
    Optional<Path> repository = models == null ? pulled() : Optional.of(folder(models));
    UpPlan serving = repository.map(without::serving).orElse(without);
    UpPlan plan =
        zones.isEmpty() ? serving : serving.withZones(zones.stream().map(this::zone).toList());
    plan.taken(Ports::isFree)
        .ifPresent(
            problem -> {
              throw problem.failure();
            });
    Path folder = ephemeral ? Files.createTempDirectory("edgewise-up-") : stateFolder();
    try (Children children =
        Children.open(
            shell.clock(),
            interrupted -> {
              if (ephemeral) {
                Folders.delete(folder);
              }
            })) {
      start(
          dist,
          plan,
          folder,
          children,
          tls
              ? Optional.of(LocalCertificates.in(folder.resolve("certs"), shell))
              : Optional.empty());
      return watch(children);
    }
  }

  private Path jar(Path given) {
    Path jar = shell.folder().resolve(given).normalize();
    if (!Files.exists(jar)) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "there is no service jar " + given,
              "looked at " + jar,
              "build it, or name another with --services")
          .failure();
    }
    return jar;
  }

  private Path zone(Path given) {
    Path file = shell.folder().resolve(given).normalize();
    if (!Files.exists(file)) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "there is no file of a zone " + given,
              "looked at " + file,
              "name a zone's YAML file, or a folder of them; docs/zones.md says what stands in it")
          .failure();
    }
    return file;
  }

  private Optional<Path> pulled() {
    Path folder = ModelCommand.folder(shell.environment());
    return ModelCommand.hasModels(folder) ? Optional.of(folder) : Optional.empty();
  }

  private Path folder(Path given) {
    Path folder = shell.folder().resolve(given).normalize();
    if (!Files.isDirectory(folder)) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "there is no model repository " + given,
              "looked at " + folder,
              "name a folder with <model>/<version>/model.onnx in it")
          .failure();
    }
    return folder;
  }

  private Path stateFolder() throws IOException {
    return Files.createDirectories(
        DecisionFiles.defaultFolder(shell.environment()).resolveSibling("up"));
  }

  private void start(
      Dist dist,
      UpPlan plan,
      Path folder,
      Children children,
      Optional<LocalCertificates> certificates)
      throws InterruptedException {
    shell.progress("starting an orchestrator and " + plan.agents().size() + " agents");
    long begun = shell.clock().nanos();
    LocalFleet fleet = new LocalFleet(dist, folder, children, certificates);
    List<Daemon> daemons = new ArrayList<>();
    daemons.add(fleet.orchestrator(plan.grpcPort(), plan.httpPort(), 1, plan.zones()));
    for (LocalFleet.Agent agent : plan.agents()) {
      daemons.add(fleet.agent(agent, plan.orchestrator()));
    }
    Map<String, Long> pids = new HashMap<>();
    for (Daemon daemon : daemons) {
      daemon.awaitReady(shell.clock(), READY_MILLIS);
      pids.put(daemon.name(), daemon.child().pid());
    }
    shell.progress("ready after %.1f s".formatted((shell.clock().nanos() - begun) / 1e9));
    Optional<Access> access =
        certificates.map(each -> Access.of(each, plan.orchestrator(), folder, shell));
    UpReport report =
        UpReport.of(plan, folder, pids, zoneNames(plan, access.map(Access::operator)));
    if (access.isPresent()) {
      report = report.secured(access.get());
    }
    shell.out().print(output.isJson() ? Json.of(report) + "\n" : report.text());
    shell.out().flush();
  }

  /** What stands in the files; the orchestrator has read them. */
  private List<String> zoneNames(UpPlan plan, Optional<Path> operator) {
    if (plan.zones().isEmpty()) {
      return List.of();
    }
    Optional<Tls> tls = operator.map(file -> Tls.once(TlsFiles.in(file), shell.clock()));
    try (OperatorClient client = OperatorClient.connect(plan.orchestrator(), tls)) {
      return client.zones(OrchestratorOption.TIMEOUT).stream().map(ZoneReport::zone).toList();
    } finally {
      tls.ifPresent(Tls::close);
    }
  }

  /** Says when one has ended, and goes on: whoever kills a node wants to see what happens then. */
  private int watch(Children children) throws InterruptedException {
    LinkedBlockingQueue<Child> ended = new LinkedBlockingQueue<>();
    children.onEnd(ended::add);
    int left = children.count();
    while (left > 0) {
      Child child = ended.poll(1, TimeUnit.HOURS);
      if (child != null) {
        left--;
        shell.progress(
            child.name()
                + " has ended with exit code "
                + child.exitCode()
                + "; its log is "
                + child.log());
      }
    }
    shell.progress("nothing runs any more");
    return ExitCode.FAILED.value();
  }
}
