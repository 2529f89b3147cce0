package dev.edgewise.integrations.consul;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A real Consul, in its development mode: one server, everything in memory, so that it forgets all
 * when it ends. The program is the one that {@code EDGEWISE_CONSUL} names.
 */
final class RealConsul implements AutoCloseable {
  private static final String VARIABLE = "EDGEWISE_CONSUL";
  private static final long LOOK_MILLIS = 50;
  private static final int MOST_LOOKS = 600;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String program;
  private final Path log;
  private final int port;
  private final int serfPort;
  private final int serverPort;
  private Process process;

  private RealConsul(String program, Path folder) throws IOException, InterruptedException {
    this.program = program;
    this.log = folder.resolve("consul.log");
    List<Integer> ports = freePorts(3);
    this.port = ports.get(0);
    this.serfPort = ports.get(1);
    this.serverPort = ports.get(2);
    this.process = begin();
  }

  /** Starts one, or skips the test where there is none. */
  static RealConsul start(Path folder) throws IOException, InterruptedException {
    String program = System.getenv().getOrDefault(VARIABLE, "");
    assumeTrue(
        !program.isEmpty(),
        VARIABLE + " names no Consul (build/fetch-consul gets one and says where)");
    return new RealConsul(program, folder);
  }

  private Process begin() throws IOException, InterruptedException {
    Process begun =
        new ProcessBuilder(
                program,
                "agent",
                "-dev",
                "-node=test",
                "-log-level=warn",
                "-bind=127.0.0.1",
                "-client=127.0.0.1",
                "-http-port=" + port,
                "-serf-lan-port=" + serfPort,
                "-server-port=" + serverPort,
                "-serf-wan-port=-1",
                "-dns-port=-1",
                "-grpc-port=-1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    for (int look = 0; look < MOST_LOOKS; look++) {
      if (hasLeader()) {
        return begun;
      }
      if (begun.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("Consul ended with " + begun.exitValue() + "; its log is " + log);
      }
    }
    begun.destroyForcibly();
    throw new IOException("Consul has no leader after 30 s; its log is " + log);
  }

  /** It takes registrations only once it has elected itself. */
  private boolean hasLeader() throws InterruptedException {
    try {
      return get("/v1/catalog/nodes").contains("\"test\"");
    } catch (IOException e) {
      return false;
    }
  }

  String address() {
    return "consul://127.0.0.1:" + port;
  }

  /** Kills it with kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Starts it again, at the same port and with an empty memory. */
  void restart() throws IOException, InterruptedException {
    process = begin();
  }

  /** What it answers to a question, as it stands. */
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body().strip();
  }

  /**
   * Ports that nobody has. Below those that the system gives to the near end of connections: such a
   * one may be taken before it is bound.
   */
  private static List<Integer> freePorts(int count) throws IOException {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        ports.add(socket.getLocalPort());
      } catch (BindException e) {
        // Somebody has it: another one.
      }
    }
    return List.copyOf(ports);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
