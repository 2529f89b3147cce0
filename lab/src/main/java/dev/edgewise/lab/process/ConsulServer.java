package dev.edgewise.lab.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Consul in its development mode, one server with everything in memory: started again, it
 * knows nothing. The program is the one that {@code EDGEWISE_CONSUL} names.
 */
public final class ConsulServer implements AutoCloseable {
  private static final String VARIABLE = "EDGEWISE_CONSUL";
  private static final Pattern ENTRY = Pattern.compile("\"ID\": \"(edgewise:[^\"]+)\"");
  private static final Duration START = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String program;
  private final Path log;
  private final int port = FreePort.find();
  private final int serfPort = FreePort.find();
  private final int serverPort = FreePort.find();
  private Process process;

  private ConsulServer(String program, Path folder) throws IOException, InterruptedException {
    this.program = program;
    this.log = folder.resolve("consul.log");
    this.process = begin();
  }

  /** The program to run, where there is one. */
  public static Optional<String> program() {
    return Optional.ofNullable(System.getenv(VARIABLE)).filter(path -> !path.isBlank());
  }

  public static ConsulServer start(String program, Path folder)
      throws IOException, InterruptedException {
    return new ConsulServer(program, folder);
  }

  private Process begin() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            program,
            "agent",
            "-dev",
            "-node=lab",
            "-log-level=warn",
            "-bind=127.0.0.1",
            "-client=127.0.0.1",
            "-http-port=" + port,
            "-serf-lan-port=" + serfPort,
            "-server-port=" + serverPort,
            "-serf-wan-port=-1",
            "-dns-port=-1",
            "-grpc-port=-1");
    Process begun =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (Waiting.until(START, () -> !begun.isAlive() || hasLeader()) < 0 || !begun.isAlive()) {
      begun.destroyForcibly();
      throw new IOException("Consul did not start; see " + log);
    }
    return begun;
  }

  /** It takes registrations only once it has elected itself. */
  private boolean hasLeader() {
    return get("/v1/catalog/nodes").contains("\"lab\"");
  }

  /** As an orchestrator, an agent or an application is told of it. */
  public String address() {
    return "consul://127.0.0.1:" + port;
  }

  /** Kills it with kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** Starts it again, at the same port and with nothing in memory. */
  public void restart() throws IOException, InterruptedException {
    process = begin();
  }

  /** The ids of what is passing under a name. */
  public Set<String> passing(String name) {
    Set<String> ids = new TreeSet<>();
    Matcher entry = ENTRY.matcher(get("/v1/health/service/" + name + "?passing"));
    while (entry.find()) {
      ids.add(entry.group(1));
    }
    return ids;
  }

  /** What it answers; empty when it does not. */
  private String get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
