package dev.edgewise.lab;

import java.io.BufferedReader;
import java.io.File;
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

/** A real edge agent in a process of its own, which ends when this one does. */
final class AgentProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready node=\\S+ .*grpc=(\\S+).*");
  private static final long EXIT_SECONDS = 30;

  private final String name;
  private final Process process;
  private final String address;

  private AgentProcess(String name, Process process, String address) {
    this.name = name;
    this.process = process;
    this.address = address;
  }

  /**
   * Starts an edge agent that hosts {@link Chores} and waits until it takes calls.
   *
   * @param port 0 for a free one
   * @param flags more flags of the agent
   */
  static AgentProcess start(Path dist, Path folder, String name, int port, String... flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx192m", "-cp", classPath(dist, "edge-agent")));
    command.add("dev.edgewise.agent.edge.EdgeAgent");
    command.addAll(
        List.of("--node", name, "--grpc-port", Integer.toString(port), "--exit-with-stdin"));
    command.addAll(
        List.of("--services", ownJar(dist), "--data-folder", folder.resolve(name).toString()));
    command.addAll(Arrays.asList(flags));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
            .start();
    // The agent prints one line, and nothing after it that would fill the pipe.
    BufferedReader out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return new AgentProcess(name, process, ready.group(1));
      }
    }
    throw new IOException(
        name + " ended before it was ready; see " + folder.resolve(name + ".log"));
  }

  String name() {
    return name;
  }

  String address() {
    return address;
  }

  int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Sends a signal by its name: TERM, KILL, STOP, CONT. */
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for its end and returns its exit code. */
  int awaitExit() throws InterruptedException, IOException {
    if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(name + " did not end within " + EXIT_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** Resident memory in bytes. */
  long residentBytes() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS of " + name);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String ownJar(Path dist) throws IOException {
    return dist.resolve(Files.readAllLines(dist.resolve("lab.classpath")).getFirst()).toString();
  }

  private static String classPath(Path dist, String program) throws IOException {
    return String.join(
        File.pathSeparator,
        Files.readAllLines(dist.resolve(program + ".classpath")).stream()
            .map(line -> dist.resolve(line).toString())
            .toList());
  }
}
