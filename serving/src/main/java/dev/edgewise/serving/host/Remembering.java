package dev.edgewise.serving.host;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.serving.allocation.Popularity;
import dev.edgewise.serving.repository.ModelVersion;
import dev.edgewise.serving.warmup.InputRecorder;
import dev.edgewise.serving.warmup.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a node keeps over a restart of the calls of its models: some of their inputs, and how often
 * each is called. Without a folder nothing is kept. Files are written behind the calls' backs; one
 * that cannot be written is told of and missed. Thread-safe.
 */
final class Remembering implements AutoCloseable {
  /** The most that a crash makes a node forget. */
  private static final long SAVED_EVERY_NANOS = Duration.ofSeconds(30).toNanos();

  private static final long MAX_FILE = 1 << 20;
  private static final Logger LOG = System.getLogger(Remembering.class.getName());

  private final Clock clock;
  private final Popularity popularity;
  private final Optional<Path> file;
  private final Optional<InputRecorder> inputs;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(HostThreads.named("edgewise-popularity-"));
  private final AtomicLong savedAt;

  private Remembering(Clock clock, Optional<Path> file, Optional<InputRecorder> inputs) {
    this.clock = clock;
    this.popularity = new Popularity(clock);
    this.file = file;
    this.inputs = inputs;
    this.savedAt = new AtomicLong(clock.nanos());
  }

  /**
   * Reads what is there.
   *
   * @param data the node's own folder; empty to keep nothing
   * @param record whether inputs are kept
   */
  static Remembering open(Optional<Path> data, boolean record, Clock clock) {
    Remembering opened =
        new Remembering(
            clock,
            data.map(folder -> folder.resolve("popularity")),
            data.filter(unused -> record).flatMap(Remembering::recorder));
    opened.file.ifPresent(opened::read);
    return opened;
  }

  private static Optional<InputRecorder> recorder(Path data) {
    try {
      return Optional.of(InputRecorder.open(data.resolve("inputs")));
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "inputs of models are not kept for their next warm-up: " + e);
      return Optional.empty();
    }
  }

  private void read(Path from) {
    try {
      if (Files.size(from) > MAX_FILE || !popularity.add(Files.readString(from))) {
        LOG.log(Level.WARNING, from + " is damaged, so no model counts as called before");
      }
    } catch (NoSuchFileException _) {
      // The first start.
    } catch (IOException e) {
      LOG.log(Level.WARNING, from + " cannot be read, so no model counts as called before: " + e);
    }
  }

  /** A call of a model of the node's own has begun. */
  void called(String name) {
    popularity.called(name);
    long now = clock.nanos();
    long before = savedAt.get();
    if (file.isPresent()
        && now - before >= SAVED_EVERY_NANOS
        && savedAt.compareAndSet(before, now)) {
      try {
        writer.execute(() -> save(file.get()));
      } catch (RejectedExecutionException _) {
        // It is being closed, which saves too.
      }
    }
  }

  /** A model is in memory. */
  void loaded(String name, Duration took, long bytes) {
    popularity.loaded(name, took, bytes);
  }

  /** What was called most for what it takes, as far as it fits, the best first. */
  List<String> best(long budget) {
    return popularity.best(budget).stream().map(Popularity.Remembered::name).toList();
  }

  /** A call of a model of tensors was answered. */
  void answered(ModelVersion version, List<Tensor> given, Label label) {
    inputs.ifPresent(recorder -> recorder.answered(version.content().digest(), given, label));
  }

  /** What earlier calls gave a model. */
  List<Sample> samples(ModelVersion version) {
    return inputs.map(recorder -> recorder.samples(version.content().digest())).orElse(List.of());
  }

  private void save(Path to) {
    Path next = to.resolveSibling(to.getFileName() + ".new");
    try {
      Path folder = to.getParent();
      if (folder != null) {
        Path unused = Files.createDirectories(folder);
      }
      try (FileChannel channel =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes =
            ByteBuffer.wrap(popularity.encode().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          int unusedCount = channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "how often models are called was not kept in " + to + ": " + e);
    }
  }

  @Override
  public void close() {
    if (!writer.isShutdown()) {
      file.ifPresent(to -> writer.execute(() -> save(to)));
    }
    writer.close();
    inputs.ifPresent(InputRecorder::close);
  }
}
