package dev.edgewise.orchestrator.zone.process;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Needs;
import dev.edgewise.orchestrator.zone.NodeBackend;
import dev.edgewise.orchestrator.zone.NodeNumbers;
import dev.edgewise.orchestrator.zone.StartOrder;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Nodes as processes of this machine, in sessions of their own: they outlive the orchestrator,
 * however it ends, and a terminal's signals do not reach them. Each has a folder, in which it is
 * found again: the process writes its number there itself before it becomes the node's JVM, so that
 * there is no moment at which a node runs and cannot be found. Not thread-safe.
 */
public final class ProcessBackend implements NodeBackend {
  private static final Logger LOG = System.getLogger(ProcessBackend.class.getName());

  /** Folders of nodes that are over are kept, for their logs. */
  private static final int KEPT = 10;

  /** The beginning of a process is told in ticks of the kernel's clock. */
  private static final Duration SAME = Duration.ofSeconds(2);

  private static final String OVER = "over-";

  /** Writes its number down, then becomes the command. */
  private static final String BECOME =
      "echo $$ >\"$1.new\" && mv \"$1.new\" \"$1\" && shift && exec \"$@\"";

  /** Where there is no setsid, signals of a terminal are passed over. */
  private static final String BECOME_DEAF = "trap '' HUP INT QUIT; " + BECOME;

  private final Path folder;
  private final AgentProgram program;
  private final Supplier<String> orchestrator;
  private final Duration endWithoutLease;
  private final List<Accelerator> machine;
  private final Optional<NodeCertificates> certificates;
  private final Optional<Path> setsid;
  private final Map<String, ProcessHandle> known = new HashMap<>();

  /** Of an earlier orchestrator that was killed while it started them: they may not be that far. */
  private final Set<String> lookedFor = new HashSet<>();

  private ProcessBackend(
      Path folder,
      AgentProgram program,
      Supplier<String> orchestrator,
      Duration endWithoutLease,
      List<Accelerator> machine,
      Optional<NodeCertificates> certificates,
      Optional<Path> setsid) {
    this.folder = folder;
    this.program = program;
    this.orchestrator = orchestrator;
    this.endWithoutLease = endWithoutLease;
    this.machine = List.copyOf(machine);
    this.certificates = requireNonNull(certificates, "certificates");
    this.setsid = setsid;
  }

  /**
   * Finds the nodes that run.
   *
   * @param folder of this orchestrator alone; made when it is missing
   * @param orchestrator where nodes register, {@code host:port}
   * @param endWithoutLease a node that has no lease for so long ends by itself
   * @param machine what this machine has now: nodes that were started when it had something else do
   *     not tell what the next will have
   * @param certificates of nodes; empty where all is in plain text
   */
  public static ProcessBackend open(
      Path folder,
      AgentProgram program,
      Supplier<String> orchestrator,
      Duration endWithoutLease,
      List<Accelerator> machine,
      Optional<NodeCertificates> certificates)
      throws IOException {
    requireNonNull(orchestrator, "orchestrator");
    Files.createDirectories(folder);
    ProcessBackend backend =
        new ProcessBackend(
            folder.toAbsolutePath(),
            program,
            orchestrator,
            endWithoutLease,
            machine,
            certificates,
            find("setsid"));
    backend.find();
    return backend;
  }

  private static Optional<Path> find(String tool) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")
        .map(each -> Path.of(each, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public String start(StartOrder order) throws IOException {
    NodeFolder node = at(order.node());
    Files.createDirectories(node.data());
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", setsid.isPresent() ? BECOME : BECOME_DEAF, "sh"));
    command.add(node.pid().toString());
    // The shell is no leader of a group, so that setsid keeps its number.
    setsid.ifPresent(path -> command.add(path.toString()));
    command.addAll(java(order, node));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(node.path().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(node.log().toFile()));
    // What configures this process would otherwise configure its nodes.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("EDGEWISE_") && !name.equals("EDGEWISE_DATA"));
    Process process = builder.start();
    known.put(order.node(), process.toHandle());
    Optional<Instant> began = process.info().startInstant();
    if (began.isPresent()) {
      node.writeProcess(process.pid(), began.get());
    }
    return named(process.toHandle());
  }

  private List<String> java(StartOrder order, NodeFolder node) {
    ZoneTemplate template = order.template();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // First, so that it is seen however much of a command line the system tells.
    command.add(mark(order.node()));
    command.addAll(program.flags());
    command.add("-Xmx" + template.process().memory());
    command.addAll(template.process().jvm());
    command.addAll(List.of("-cp", program.classPath(), program.main()));
    command.add("--node=" + order.node());
    command.add("--zone=" + template.zone());
    command.add("--trust=" + template.trust().name().toLowerCase(Locale.ROOT));
    command.add("--orchestrator=" + orchestrator.get());
    certificates.ifPresent(each -> command.add("--tls=" + each.file(order.node())));
    command.add("--grpc-port=0");
    command.add("--http-port=0");
    template.services().forEach(jar -> command.add("--services=" + jar));
    template.models().ifPresent(models -> command.add("--models=" + models));
    if (template.costPerHour() > 0) {
      command.add("--cost-per-hour=" + decimal(template.costPerHour()));
    }
    command.add("--data-folder=" + node.data());
    command.add("--end-without-lease=" + endWithoutLease.toSeconds() + "s");
    command.addAll(template.process().flags());
    return command;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static String mark(String node) {
    return "-Dedgewise.zone.node=" + node;
  }

  @Override
  public void stop(String node, boolean force) {
    ProcessHandle process = known.get(node);
    if (process != null && process.isAlive()) {
      boolean unused = force ? process.destroyForcibly() : process.destroy();
    }
  }

  @Override
  public Map<String, String> running() {
    Map<String, String> running = new TreeMap<>();
    look();
    known.forEach(
        (node, process) -> {
          if (process.isAlive()) {
            running.put(node, named(process));
            bound(node);
          }
        });
    return running;
  }

  private void bound(String node) {
    try {
      at(node).boundLog();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the log of " + node + " cannot be cut: " + e);
    }
  }

  /** Processes that an earlier orchestrator has started. */
  private void find() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.sorted().toList()) {
        String name = each.getFileName().toString();
        if (!name.startsWith(OVER) && Files.isDirectory(each)) {
          lookedFor.add(name);
        }
      }
    }
    look();
  }

  private void look() {
    lookedFor.removeIf(
        node -> {
          try {
            Optional<ProcessHandle> process = process(node, at(node));
            process.ifPresent(found -> known.put(node, found));
            return process.isPresent();
          } catch (IOException e) {
            LOG.log(Level.WARNING, "looking for " + node + ": " + e);
            return false;
          }
        });
  }

  /** One whose number belongs to another process by now is not taken for the node. */
  private static Optional<ProcessHandle> process(String node, NodeFolder folder)
      throws IOException {
    Optional<Long> pid = folder.readPid();
    Optional<ProcessHandle> process = pid.flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> written = folder.readBegan(process.get().pid());
    Optional<Instant> began = process.get().info().startInstant();
    if (written.isPresent() && began.isPresent()) {
      return Duration.between(written.get(), began.get()).abs().compareTo(SAME) <= 0
          ? process
          : Optional.empty();
    }
    // Killed between the start and writing that down: what it runs tells.
    return process
        .get()
        .info()
        .commandLine()
        .filter(line -> line.contains(mark(node) + " "))
        .map(line -> process.get());
  }

  private static String named(ProcessHandle process) {
    return "pid "
        + process.pid()
        + process.info().startInstant().map(began -> " since " + began).orElse("");
  }

  @Override
  public NodeNumbers numbers(ZoneTemplate template) {
    return certificates.map(each -> each.numbers(template)).orElseGet(NodeNumbers::all);
  }

  @Override
  public String lastWords(String node) {
    return at(node).lastWords();
  }

  @Override
  public void forget(String node) {
    known.remove(node);
    lookedFor.remove(node);
    NodeFolder over = at(node);
    try {
      new NodeFolder(over.data()).delete();
      // Of an earlier node of this name.
      NodeFolder older = new NodeFolder(folder.resolve(OVER + node));
      if (Files.exists(older.path())) {
        older.delete();
      }
      Files.move(over.path(), older.path());
      prune();
    } catch (NoSuchFileException e) {
      // It was never started.
    } catch (IOException e) {
      LOG.log(Level.WARNING, "what " + node + " left behind cannot be removed: " + e);
    }
  }

  private void prune() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> over =
          all.filter(each -> each.getFileName().toString().startsWith(OVER))
              .sorted(Comparator.comparing(ProcessBackend::modified).reversed())
              .toList();
      for (Path each : over.subList(Math.min(KEPT, over.size()), over.size())) {
        new NodeFolder(each).delete();
      }
    }
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /**
   * Names, sizes and times of its jars, all that the template says of its processes, and what this
   * machine has.
   */
  @Override
  public String fingerprint(ZoneTemplate template) {
    Set<Path> files = new HashSet<>(template.services());
    template.models().ifPresent(files::add);
    StringBuilder text = new StringBuilder(template.process().toString());
    files.stream()
        .sorted()
        .forEach(
            file -> {
              text.append('|').append(file);
              try {
                text.append('|').append(Files.size(file)).append('|').append(modified(file));
              } catch (IOException e) {
                text.append("|missing");
              }
            });
    if (!machine.isEmpty()) {
      text.append("|has ").append(Needs.words(machine));
    }
    return text.toString();
  }

  private NodeFolder at(String node) {
    return new NodeFolder(folder.resolve(node));
  }
}
