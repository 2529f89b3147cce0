package dev.edgewise.integrations.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Redis or Valkey, everything in memory: started again, it knows nothing. */
final class RealServer implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;
  private static final int MOST_LOOKS = 1_000;

  private final List<String> command;
  private final Path log;
  private final int port;
  private Process process;

  private RealServer(String program, Path folder, List<String> more) throws Exception {
    this.log = folder.resolve("server.log");
    this.port = freePort();
    this.command =
        new ArrayList<>(
            List.of(
                program,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
    command.addAll(more);
    this.process = begin();
  }

  /** Starts one, or skips the test where there is none. */
  static RealServer start(Path folder, String... more) throws Exception {
    Optional<String> program = program();
    assumeTrue(
        program.isPresent(),
        "no redis-server and no valkey-server on the PATH (Debian: apt-get install redis-server)");
    return new RealServer(program.get(), folder, List.of(more));
  }

  private static Optional<String> program() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of("redis-server", "valkey-server")
        .flatMap(name -> Stream.of(path.split(":")).map(each -> Path.of(each).resolve(name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private Process begin() throws Exception {
    Process begun =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    for (int look = 0; look < MOST_LOOKS; look++) {
      if (accepts()) {
        return begun;
      }
      if (begun.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("the server ended: " + Files.readString(log));
      }
    }
    begun.destroyForcibly();
    throw new IOException("the server did not start: " + Files.readString(log));
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  String address() {
    return "redis://127.0.0.1:" + port + "/0";
  }

  int port() {
    return port;
  }

  /** Kills it with kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** It is there, and does nothing, until {@link #thaw}. */
  void freeze() throws Exception {
    signal("STOP");
  }

  /** It goes on. */
  void thaw() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " ended with " + kill.exitValue());
    }
  }

  /** Starts it again, at the same port and with an empty memory. */
  void restart() throws Exception {
    process = begin();
  }

  /**
   * A port that nobody has. Below those that the system gives to the near end of connections: such
   * a one may be taken, by a caller that looks for whoever was there, before it is bound.
   */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it: another one.
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
