package dev.edgewise.lab.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Redis or Valkey, everything in memory: started again, it knows nothing. */
public final class RedisServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  private final String program;
  private final Path folder;
  private final int port = FreePort.find();
  private Process process;

  private RedisServer(String program, Path folder) throws IOException, InterruptedException {
    this.program = program;
    this.folder = folder;
    this.process = begin();
  }

  /** The program to run, where there is one. */
  public static Optional<String> program() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of("redis-server", "valkey-server")
        .flatMap(name -> Stream.of(path.split(":", -1)).map(each -> Path.of(each, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  public static RedisServer start(String program, Path folder)
      throws IOException, InterruptedException {
    return new RedisServer(program, folder);
  }

  private Process begin() throws IOException, InterruptedException {
    List<String> command =
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
            "--maxmemory",
            "64mb",
            "--maxmemory-policy",
            "allkeys-lfu",
            "--dir",
            folder.toString());
    Process begun =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("redis.log").toFile()))
            .start();
    if (Waiting.until(START, () -> !begun.isAlive() || accepts()) < 0 || !begun.isAlive()) {
      begun.destroyForcibly();
      throw new IOException("Redis did not start; see " + folder.resolve("redis.log"));
    }
    return begun;
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** As a node is told of it. */
  public String address() {
    return "redis://127.0.0.1:" + port + "/0";
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

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
