package dev.edgewise.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.GrpcTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An agent in a process of its own, and a connection to it. */
final class AgentProcess implements AutoCloseable {
  private static final long LONG_SECONDS = 120;

  private final SystemScheduler scheduler = SystemScheduler.create("test");
  final ExecutorService executor = Executors.newCachedThreadPool();
  private final GrpcTransport transport = GrpcTransport.create(scheduler, executor);
  private final BufferedReader out;
  private final Path log;
  final Process process;

  private AgentProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  static AgentProcess start(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Surefire puts the class path into a jar's manifest and says here what it was.
    command.add("-cp");
    command.add(
        System.getProperty(
            "surefire.test.class.path",
            requireNonNull(System.getProperty("java.class.path"), "java.class.path")));
    command.add("-Xmx128m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add(ProcessMain.class.getName());
    command.addAll(arguments);
    Path log = Files.createTempFile(folder, "agent", ".log");
    return new AgentProcess(new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
  }

  /** Waits for the line "ready". */
  String ready() throws IOException {
    String line = out.readLine();
    assertThat(line).as(log()).startsWith("ready ");
    return requireNonNull(line);
  }

  /** The next line of standard output. */
  String line() throws IOException {
    return requireNonNull(out.readLine());
  }

  /** Waits until the log holds this. */
  void awaitLog(String text) throws IOException {
    while (!log().contains(text)) {
      assertThat(process.isAlive()).as(log()).isTrue();
      Thread.onSpinWait();
    }
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  int exit() throws InterruptedException, IOException {
    assertThat(process.waitFor(LONG_SECONDS, TimeUnit.SECONDS)).as(log()).isTrue();
    return process.exitValue();
  }

  /** A connection to the address that the line "ready" names. */
  Link connect(String readyLine) throws InterruptedException {
    String address = readyLine.replaceFirst(".* grpc=(\\S+) .*", "$1");
    CountDownLatch connected = new CountDownLatch(1);
    Link link =
        transport.open(
            address,
            new Link.Listener() {
              @Override
              public void connected() {
                connected.countDown();
              }

              @Override
              public void disconnected(String because) {}
            });
    assertThat(connected.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    return link;
  }

  static CompletableFuture<Reply> send(Link link, String method, String text) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    byte[] utf8 = text.getBytes(UTF_8);
    byte[] body = new byte[utf8.length + 2];
    body[0] = 10;
    body[1] = (byte) utf8.length;
    System.arraycopy(utf8, 0, body, 2, utf8.length);
    Link.Exchange unused =
        link.send(
            new Request(
                method,
                Message.of(body),
                Duration.ofSeconds(LONG_SECONDS),
                Label.INTERNAL,
                "d-1",
                TraceContext.begin(new Random(1))),
            reply::complete);
    return reply.orTimeout(LONG_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    transport.close();
    executor.shutdown();
    scheduler.close();
    process.destroyForcibly();
  }
}
