package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Names;
import dev.edgewise.core.Text;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.RankOrder;
import dev.edgewise.core.training.RankReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One rank on this node, from its files to its end. A thread of its own does all that waits; what
 * is known of it can be asked at any time.
 */
final class RankRun {
  private static final long LOOK_MILLIS = 250;
  private static final Duration REPORT = Duration.ofSeconds(1);
  private static final Duration LAST_WISH = Duration.ofSeconds(5);
  private static final long LAST_CHECKPOINT_MILLIS = 60_000;
  private static final long AGAIN_MILLIS = 1_000;
  private static final long MOST_OUTPUT = 64L << 30;

  private final RankOrder order;
  private final RankFolder folder;
  private final TrainingSettings settings;
  private final String host;
  private final Courier courier;
  private final RankListener listener;
  private final Clock clock;
  private final Map<String, String> environment;
  private final CountDownLatch launched = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CheckpointSender sender;

  private final AtomicReference<@Nullable Meeting> meeting = new AtomicReference<>();
  private final RankState state;

  RankRun(
      RankOrder order,
      RankFolder folder,
      TrainingSettings settings,
      String host,
      Courier courier,
      RankListener listener,
      Clock clock,
      Map<String, String> environment) {
    this.order = requireNonNull(order, "order");
    this.folder = requireNonNull(folder, "folder");
    this.settings = requireNonNull(settings, "settings");
    this.host = requireNonNull(host, "host");
    this.courier = requireNonNull(courier, "courier");
    this.listener = requireNonNull(listener, "listener");
    this.clock = requireNonNull(clock, "clock");
    this.environment = Map.copyOf(environment);
    this.state = new RankState(order.id(), clock);
    this.sender = new CheckpointSender(folder, courier, this::kept);
  }

  void begin() {
    Thread unused =
        Thread.ofPlatform().daemon().name("edgewise-rank-" + order.id()).start(this::live);
  }

  /** Lets it run, once it is ready. */
  void launch(Meeting at) {
    meeting.set(at);
    launched.countDown();
  }

  /** Ends it; it is forgotten when it has said that it is gone. */
  void stop() {
    stopped.countDown();
    launched.countDown();
  }

  /** All that is known of it. */
  RankReport report() {
    return state.report();
  }

  private void live() {
    try {
      prepare();
      launched.await();
      if (!isStopped()) {
        run();
      }
    } catch (Unable e) {
      fail(String.valueOf(e.getMessage()), e.isFinal);
    } catch (IOException e) {
      fail("the disk of its node cannot be used: " + e, false);
    } catch (EdgewiseException e) {
      fail(e.words(), e.code() == ErrorCode.NO_ROOM);
    } catch (InterruptedException e) {
      fail("its agent is ending", false);
    }
    awaitStop();
    end();
  }

  /** It cannot go on, for a reason that people can read. */
  private static final class Unable extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean isFinal;

    Unable(String why, boolean isFinal) {
      super(why);
      this.isFinal = isFinal;
    }
  }

  private void prepare() throws IOException, InterruptedException, Unable {
    if (order.spec().memory() > settings.memory()) {
      throw new Unable(
          "it asks for "
              + order.spec().memory()
              + " bytes of memory, and this node gives a rank at most "
              + settings.memory()
              + " (trainingMemory)",
          true);
    }
    if (RankProcess.setsid().isEmpty()) {
      throw new Unable("this machine has no setsid, of util-linux, which training needs", true);
    }
    folder.make();
    Files.createDirectories(folder.work().resolve("tmp"));
    fetch(order.spec().script(), folder.work());
    for (NamedContent file : order.spec().data()) {
      fetch(file, folder.data());
    }
    if (order.spec().parent().isPresent()) {
      fetch(order.spec().parent().get(), folder.work());
    }
    if (order.resume().isPresent()) {
      fetch(order.resume().get().content(), folder.checkpoints());
    }
    state.ready(order.id().rank() == 0 ? Optional.of(new Meeting(host, port())) : Optional.empty());
    tell();
  }

  /** While the orchestrator is away, it is tried again. */
  private void fetch(NamedContent content, Path into)
      throws IOException, InterruptedException, Unable {
    while (true) {
      try {
        courier.fetch(content, into.resolve(content.name()));
        return;
      } catch (EdgewiseException e) {
        if (e.code() != ErrorCode.UNREACHABLE) {
          throw e;
        }
      }
      if (stopped.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new Unable("it was ended while its files were fetched", false);
      }
    }
  }

  /** Where the ranks can meet; another may take it before the script does, which then fails. */
  private int port() throws Unable {
    int wanted = order.spec().masterPort();
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new Unable(
          (wanted == 0 ? "no port is free" : "its masterPort " + wanted + " cannot be used")
              + " at "
              + host
              + ": "
              + e.getMessage(),
          wanted != 0);
    }
  }

  private void run() throws IOException, InterruptedException, Unable {
    RankProcess process =
        RankProcess.start(
            order,
            requireNonNull(meeting.get(), "meeting"),
            folder,
            settings,
            RankProcess.setsid().orElseThrow(),
            environment);
    try {
      state.running();
      tell();
      Thread reader =
          Thread.ofPlatform()
              .daemon()
              .name("edgewise-rank-out-" + order.id())
              .start(() -> process.read(this::line));
      watch(process);
      reader.join(LAST_WISH.toMillis());
      finish(process);
    } finally {
      process.kill();
    }
  }

  private void watch(RankProcess process) throws InterruptedException, Unable {
    long told = clock.nanos();
    long asked = 0;
    while (!process.awaitEnd(LOOK_MILLIS)) {
      long now = clock.nanos();
      long resident = process.resident();
      if (resident > order.spec().memory()) {
        process.kill();
        throw new Unable(
            "its processes held "
                + resident
                + " bytes of memory, more than its memory of "
                + order.spec().memory(),
            true);
      }
      if (isStopped()) {
        if (asked == 0) {
          asked = now;
          process.term();
        } else if (now - asked > LAST_WISH.toNanos()) {
          process.kill();
        }
      } else if (now - told >= REPORT.toNanos()) {
        told = now;
        tell();
      }
    }
  }

  private void finish(RankProcess process) throws IOException, InterruptedException, Unable {
    Optional<Long> code = process.exitCode();
    sender.await(isStopped() ? LAST_WISH.toMillis() : LAST_CHECKPOINT_MILLIS);
    if (isStopped()) {
      return;
    }
    if (!code.equals(Optional.of(0L))) {
      throw failure(code);
    }
    state.completed(order.id().rank() == 0 ? sendOutputs() : List.of());
    tell();
  }

  private Unable failure(Optional<Long> code) {
    String lastLine = state.lastLine();
    String last = lastLine.isEmpty() ? "" : "; its last line: " + Text.line(lastLine, 300);
    if (code.isEmpty()) {
      return new Unable("it was killed from outside" + last, false);
    }
    long status = code.get();
    if (status == 127) {
      return new Unable(
          settings.python() + ", which runs scripts here (trainingPython), was not found", true);
    }
    if (status > 128) {
      String killed = status == 137 ? ", perhaps by the kernel for want of memory" : "";
      return new Unable("it was ended by signal " + (status - 128) + killed + last, false);
    }
    return new Unable("its script ended with " + status + last, false);
  }

  private List<NamedContent> sendOutputs() throws IOException, Unable {
    List<Path> files = folder.outputs();
    if (files.size() > RankReport.MOST_OUTPUTS) {
      throw new Unable(
          "it left "
              + files.size()
              + " outputs, and at most "
              + RankReport.MOST_OUTPUTS
              + " are"
              + " taken; put them into an archive",
          true);
    }
    List<NamedContent> outputs = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!Names.isValid(name) || Files.size(file) > MOST_OUTPUT) {
        throw new Unable(
            "its output \"" + Text.line(name, 100) + "\" has no plain name, or is too large", true);
      }
      outputs.add(courier.send(file, name));
    }
    return outputs;
  }

  private void line(String text) {
    switch (StdoutLine.parse(text)) {
      case StdoutLine.Said said -> state.progressed(said.progress());
      case StdoutLine.Checkpointed file -> {
        state.heard("");
        if (order.id().rank() == 0) {
          sender
              .take(file.step(), file.file())
              .ifPresent(why -> listener.wrote(order.id(), List.of("edgewise: " + why)));
        }
      }
      case StdoutLine.Text plain -> {
        state.heard(plain.text());
        listener.wrote(order.id(), List.of(plain.text()));
      }
    }
  }

  private void kept(JobCheckpoint checkpoint) {
    state.kept(checkpoint);
    tell();
  }

  private void tell() {
    listener.reported(report());
  }

  private void fail(String why, boolean isFinal) {
    state.failed(Text.line(why, 900), isFinal);
    tell();
  }

  private void awaitStop() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    try {
      folder.delete();
    } catch (IOException e) {
      listener.wrote(order.id(), List.of("edgewise: its folder cannot be removed: " + e));
    }
    state.gone();
    tell();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }
}
