package dev.edgewise.lab.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real daemon in a process of its own, which ends when this one does. */
public final class DaemonProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready .*grpc=(\\S+) http=(\\S+).*");
  private static final long EXIT_SECONDS = 30;

  private final String name;
  private final Process process;
  private final String address;
  private final String httpAddress;

  private DaemonProcess(String name, Process process, String address, String httpAddress) {
    this.name = name;
    this.process = process;
    this.address = address;
    this.httpAddress = httpAddress;
  }

  /**
   * Starts an edge agent that hosts the services of this module and waits until it takes calls.
   *
   * @param flags more flags of the agent
   */
  public static DaemonProcess edge(Programs programs, Path folder, String name, String... flags)
      throws IOException {
    return agent(programs, folder, "edge-agent", name, flags);
  }

  /** Starts a cloud agent of a zone, else the same. */
  public static DaemonProcess cloud(
      Programs programs, Path folder, String name, String zone, String... flags)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("--zone", zone));
    all.addAll(Arrays.asList(flags));
    return agent(programs, folder, "cloud-agent", name, all.toArray(new String[0]));
  }

  private static DaemonProcess agent(
      Programs programs, Path folder, String program, String name, String... flags)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--node", name));
    arguments.addAll(List.of("--http-port", "0", "--data-folder", folder.resolve(name).toString()));
    arguments.addAll(Arrays.asList(flags));
    if (!arguments.contains("--grpc-port")) {
      arguments.addAll(List.of("--grpc-port", "0"));
    }
    if (!arguments.contains("--services")) {
      arguments.addAll(List.of("--services", programs.jar("lab")));
    }
    return start(programs, folder, program, name, arguments);
  }

  /**
   * Starts an orchestrator, whose data outlive it in {@code folder}.
   *
   * @param flags more flags of the orchestrator
   */
  public static DaemonProcess orchestrator(
      Programs programs, Path folder, int grpcPort, int httpPort, List<String> flags)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--grpc-port", Integer.toString(grpcPort)));
    arguments.addAll(List.of("--http-port", Integer.toString(httpPort)));
    arguments.addAll(List.of("--data-folder", folder.resolve("orchestrator").toString()));
    arguments.addAll(flags);
    return start(programs, folder, "orchestrator", "orchestrator", arguments);
  }

  private static DaemonProcess start(
      Programs programs, Path folder, String program, String name, List<String> arguments)
      throws IOException {
    return start(folder, name, programs.command(program), arguments);
  }

  /** Starts a daemon by its command line, and waits until it is ready. */
  public static DaemonProcess start(
      Path folder, String name, List<String> java, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(java);
    command.addAll(arguments);
    command.add("--exit-with-stdin");
    Path log = folder.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    // A daemon prints one line, and nothing after it that would fill the pipe.
    BufferedReader out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return new DaemonProcess(name, process, ready.group(1), ready.group(2));
      }
    }
    process.destroyForcibly();
    throw new IOException(name + " ended before it was ready; see " + log);
  }

  public String name() {
    return name;
  }

  /** Where callers reach it, host and port. */
  public String address() {
    return address;
  }

  /** Where its metrics are. */
  public String httpAddress() {
    return httpAddress;
  }

  public int port() {
    return portOf(address);
  }

  public int httpPort() {
    return portOf(httpAddress);
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal by its name: TERM, KILL, STOP, CONT. */
  public void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for its end and returns its exit code. */
  public int awaitExit() throws InterruptedException, IOException {
    if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(name + " did not end within " + EXIT_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** Resident memory in bytes. */
  public long residentBytes() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS of " + name);
  }

  /** How many files and sockets it has open. */
  public long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return files.count();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
