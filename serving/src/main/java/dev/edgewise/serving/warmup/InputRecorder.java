package dev.edgewise.serving.warmup;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.model.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps the first distinct inputs of each model in a folder, so that its next load can be warmed
 * with what callers really send. Of calls labelled confidential or local-only nothing but types and
 * shapes is kept, and neither is more of an input that is larger than {@link #MAX_BYTES}.
 *
 * <p>A model has a file of its own, named by the digest of its content, to which samples are
 * appended; one that a crash cut off is taken away when the file is next read. Files are written on
 * a thread of its own, so that no call waits for a disk; what cannot be written is given up with a
 * line in the log, since calls are worth more than samples of them. Thread-safe.
 */
public final class InputRecorder implements AutoCloseable {
  /** Samples of one model. */
  public static final int MAX_SAMPLES = 8;

  /** Of these with the same types and shapes: other shapes teach more than other numbers. */
  public static final int MAX_OF_A_SHAPE = 2;

  /** Bytes of one input. */
  public static final long MAX_BYTES = 1 << 20;

  /** Models with samples; those that were not written to for the longest time go. */
  public static final int MAX_MODELS = 200;

  /** Whoever sends nothing new so often is not looked at any more. */
  private static final int PATIENCE = 1_000;

  private static final int MAX_QUEUED = 64;
  private static final String SUFFIX = ".inputs";
  private static final Logger LOG = System.getLogger(InputRecorder.class.getName());

  private final Path folder;
  private final ThreadPoolExecutor writer;

  /** Guarded by itself. */
  private final Map<String, Known> models = new HashMap<>();

  private InputRecorder(Path folder) {
    this.folder = requireNonNull(folder, "folder");
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(MAX_QUEUED),
            Thread.ofPlatform().daemon().name("edgewise-inputs-", 0).factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    writer.allowCoreThreadTimeOut(true);
  }

  /**
   * A recorder.
   *
   * @param folder of its own, made when it is not there
   * @throws UncheckedIOException when it cannot be made or listed
   */
  public static InputRecorder open(Path folder) {
    try {
      Files.createDirectories(folder);
      prune(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new InputRecorder(folder);
  }

  private static void prune(Path folder) throws IOException {
    record Aged(Path file, FileTime time) {}
    List<Aged> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        files.add(new Aged(file, Files.getLastModifiedTime(file)));
      }
    }
    files.sort(Comparator.comparing(Aged::time).reversed());
    for (Aged old : files.subList(Math.min(MAX_MODELS, files.size()), files.size())) {
      Files.deleteIfExists(old.file());
    }
  }

  /**
   * What was kept of a model's inputs, the oldest first; empty when nothing was, or nothing can be
   * read.
   *
   * @param digest of the model's content, in hexadecimal
   */
  public List<Sample> samples(String digest) {
    Path file = file(digest);
    List<Sample> samples = List.of();
    try {
      if (Files.exists(file)) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
          bytes = in.readNBytes(MAX_SAMPLES * (int) (MAX_BYTES + (1 << 16)));
        }
        SampleLog.Read read = SampleLog.read(bytes, MAX_SAMPLES);
        samples = read.samples();
        if (read.good() < Files.size(file)) {
          LOG.log(Level.WARNING, file + " was damaged at its end; the rest of it is used");
          truncate(file, read.good());
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, file + " cannot be read, so a model is warmed without it: " + e);
    }
    synchronized (models) {
      Known known = models.computeIfAbsent(digest, unused -> new Known());
      samples.forEach(known::remember);
    }
    return samples;
  }

  /**
   * A model has answered a call; its inputs are kept when they are worth it.
   *
   * @param digest of the model's content, in hexadecimal
   * @param inputs as they came; they are copied, or not touched
   */
  public void answered(String digest, List<Tensor> inputs, Label label) {
    Sample sample;
    synchronized (models) {
      Known known = models.get(digest);
      if (known == null) {
        // Never asked for, so nobody knows what its file holds.
        return;
      }
      boolean whole = label.compareTo(Label.CONFIDENTIAL) < 0 && Sample.bytes(inputs) <= MAX_BYTES;
      if (!known.wants(inputs, whole)) {
        return;
      }
      sample = whole ? Sample.copyOf(inputs) : new Sample.Shaped(Sample.specs(inputs));
      known.remember(sample);
    }
    writer.execute(() -> append(file(digest), SampleLog.record(sample)));
  }

  private Path file(String digest) {
    if (!digest.matches("[0-9a-f]{1,128}")) {
      throw new IllegalArgumentException("digest: " + digest + " (expected: hexadecimal digits)");
    }
    return folder.resolve(digest + SUFFIX);
  }

  private static void append(Path file, byte[] record) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(record);
      while (bytes.hasRemaining()) {
        int unused = channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "an input of a model was not kept in " + file + ": " + e);
    }
  }

  private static void truncate(Path file, int size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size).force(true);
    }
  }

  /** Writes what is still to be written. */
  @Override
  public void close() {
    writer.close();
  }

  /** What is known of the inputs of one model, without the inputs themselves. */
  private static final class Known {
    private final Map<Object, List<Integer>> hashes = new HashMap<>();
    private int samples;
    private int nothingNew;

    boolean wants(List<Tensor> inputs, boolean whole) {
      if (samples >= MAX_SAMPLES || nothingNew >= PATIENCE) {
        return false;
      }
      List<Integer> alike = hashes.getOrDefault(Sample.specs(inputs), List.of());
      // Of what is not kept whole one of a shape says all; and an equal hash is as good as equal.
      boolean news =
          whole ? alike.size() < MAX_OF_A_SHAPE && !alike.contains(hash(inputs)) : alike.isEmpty();
      nothingNew = news ? 0 : nothingNew + 1;
      return news;
    }

    void remember(Sample sample) {
      List<Integer> alike = hashes.computeIfAbsent(sample.specs(), unused -> new ArrayList<>());
      int hash = sample instanceof Sample.Exact exact ? hash(exact.tensors()) : 0;
      if (!alike.contains(hash)) {
        alike.add(hash);
        samples++;
      }
    }

    private static int hash(List<Tensor> inputs) {
      int hash = 1;
      for (Tensor input : inputs) {
        hash = 31 * hash + input.data().hashCode();
      }
      return hash;
    }
  }
}
