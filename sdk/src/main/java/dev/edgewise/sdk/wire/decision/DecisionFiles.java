package dev.edgewise.sdk.wire.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.core.Clock;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.sdk.invoke.CallLog;
import dev.edgewise.sdk.invoke.CallRecord;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records of calls in files, so that {@code edgewise explain} can tell about a call after the
 * application has gone. Notable records are all kept, of the rest the first ones and a sample.
 *
 * <p>Each record is one line: {@code edgewise.v1.DecisionRecord} in protobuf's JSON. It is in the
 * operating system's hands as soon as nothing else waits, so that it outlives a killed process.
 * Disk, memory and the callers' time are bounded; a record that finds no place is dropped and
 * counted. Thread-safe.
 */
public final class DecisionFiles implements CallLog {
  private static final System.Logger LOG = System.getLogger(DecisionFiles.class.getName());

  /**
   * How long closing waits for the writer: for a disk that hangs not as long as for a processor
   * that is busy, on which the first record alone may take seconds.
   */
  private static final long LONGEST_AT_DISK_NANOS = 2_000_000_000L;

  private static final long LONGEST_CLOSE_NANOS = 10_000_000_000L;
  private static final long LOOK_MILLIS = 50;
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private final DecisionFolder folder;
  private final Limits limits;
  private final Clock clock;
  private final Instant start;
  private final long pid;
  private final LongPredicate isRunning;
  private final Sample sample;
  private final RecordQueue<Supplier<DecisionRecord>> queue;
  private final Thread writer;
  private final AtomicLong unwritten = new AtomicLong();
  private volatile @Nullable Thread atExit;
  private volatile Runnable beforeEnd = () -> {};
  private volatile boolean atDisk;

  // Only the writer's thread touches these.
  private @Nullable OutputStream out;
  private long written;
  private int part;
  private boolean complained;

  /**
   * How much is kept.
   *
   * @param first so many records are kept whatever they are, ≥ 0
   * @param sampleEvery of the rest that is not notable one in so many, ≥ 1
   * @param waiting records that may wait for the disk, ≥ 1
   * @param fileBytes a file that has grown beyond this is followed by a new one, 1 KiB to 8 MiB
   * @param folderBytes bytes in the folder, at least {@code fileBytes}
   * @param folderFiles files in the folder, ≥ 1
   */
  public record Limits(
      int first, int sampleEvery, int waiting, int fileBytes, long folderBytes, int folderFiles) {
    /** 100 and then 1 in 100, 1024 waiting, 4 MiB a file, 64 MiB and 200 files in the folder. */
    public static final Limits DEFAULT =
        new Limits(100, 100, 1024, 4 * 1024 * 1024, 64L * 1024 * 1024, 200);

    public Limits {
      if (first < 0
          || sampleEvery < 1
          || waiting < 1
          || fileBytes < 1024
          || fileBytes > DecisionFolder.LARGEST_FILE / 2
          || folderBytes < fileBytes
          || folderFiles < 1) {
        throw new IllegalArgumentException(
            "limits of decision files: first "
                + first
                + ", sampleEvery "
                + sampleEvery
                + ", waiting "
                + waiting
                + ", fileBytes "
                + fileBytes
                + ", folderBytes "
                + folderBytes
                + ", folderFiles "
                + folderFiles
                + " (see the documented ranges)");
      }
    }
  }

  private DecisionFiles(
      Path folder,
      Limits limits,
      Clock clock,
      RandomGenerator random,
      ThreadFactory threads,
      long pid,
      LongPredicate isRunning) {
    this.folder = new DecisionFolder(folder);
    this.limits = limits;
    this.clock = clock;
    this.start = clock.now();
    this.pid = pid;
    this.isRunning = isRunning;
    this.sample = new Sample(limits, random);
    this.queue = new RecordQueue<>(limits.waiting());
    this.writer = requireNonNull(threads.newThread(this::writeAll), "thread");
  }

  /**
   * Starts to keep records in {@code folder}, which is created with the first of them. Never fails
   * because of the disk: what cannot be written is counted, and the first time logged.
   *
   * @param clock gives the time in the files' names, and how long closing takes
   * @param random decides what belongs to the sample
   * @param threads makes the one thread that writes, a daemon, so that it keeps no application
   *     alive; and one that runs when the JVM ends without {@link #close}
   */
  public static DecisionFiles open(
      Path folder, Limits limits, Clock clock, RandomGenerator random, ThreadFactory threads) {
    DecisionFiles files =
        open(
            folder,
            limits,
            clock,
            random,
            threads,
            ProcessHandle.current().pid(),
            pid -> ProcessHandle.of(pid).isPresent());
    // An application that ends right after a call, without closing its client, is the one whose
    // user asks why.
    files.atExit = threads.newThread(files::drain);
    Runtime.getRuntime().addShutdownHook(files.atExit);
    return files;
  }

  static DecisionFiles open(
      Path folder,
      Limits limits,
      Clock clock,
      RandomGenerator random,
      ThreadFactory threads,
      long pid,
      LongPredicate isRunning) {
    DecisionFiles files =
        new DecisionFiles(
            requireNonNull(folder, "folder"),
            requireNonNull(limits, "limits"),
            clock,
            requireNonNull(random, "random"),
            threads,
            pid,
            isRunning);
    files.writer.start();
    return files;
  }

  /**
   * Where decisions lie unless somebody says otherwise: {@code $EDGEWISE_DATA/decisions}, else
   * {@code $XDG_STATE_HOME/edgewise/decisions}, else {@code ~/.local/state/edgewise/decisions}.
   *
   * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory
   *     Specification</a>
   */
  public static Path defaultFolder(Map<String, String> environment) {
    String data = environment.getOrDefault("EDGEWISE_DATA", "");
    if (!data.isBlank()) {
      return Path.of(data, "decisions");
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    // The specification says that a relative path is to be ignored.
    Path base =
        !state.isBlank() && Path.of(state).isAbsolute()
            ? Path.of(state)
            : Path.of(home(environment), ".local", "state");
    return base.resolve("edgewise").resolve("decisions");
  }

  private static String home(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return home.isBlank() ? System.getProperty("user.home", ".") : home;
  }

  @Override
  public void record(CallRecord record) {
    if (sample.takes(record)) {
      queue.offer(() -> DecisionRecords.toProto(record), record.isNotable());
    }
  }

  /**
   * Keeps a record that somebody else has already chosen to keep, an orchestrator for its clients
   * for example: within the same limits, but whatever the sample would say.
   */
  public void append(DecisionRecord record) {
    requireNonNull(record, "record");
    queue.offer(() -> record, isNotable(record));
  }

  /** The same for a record that an orchestrator has answered with. */
  public void append(Explanation explanation) {
    append(explanation.record());
  }

  /** Whether a record tells of more than a call that simply completed at its first node. */
  public static boolean isNotable(DecisionRecord record) {
    String escalation = record.getResult().getEscalation();
    return !record.getResult().getOutcome().equals("completed")
        || record.getStepsCount() > 1
        || escalation.equals("kept")
        || escalation.equals("escalated");
  }

  /**
   * How many records were to be kept and were not: they came too fast, after the end, or the disk
   * would not take them.
   */
  public long dropped() {
    return queue.dropped() + unwritten.get();
  }

  /** Writes down what waits, for at most 10 s, or 2 s at a disk; what comes later is dropped. */
  @Override
  public void close() {
    Thread hook = atExit;
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is ending: the hook does the same as what follows.
      }
    }
    drain();
  }

  /** Runs {@code action} before the last records are written: it may still have some. */
  void beforeEnd(Runnable action) {
    beforeEnd = action;
  }

  private void drain() {
    beforeEnd.run();
    queue.close();
    long began = clock.nanos();
    try {
      while (writer.isAlive()
          && clock.nanos() - began < (atDisk ? LONGEST_AT_DISK_NANOS : LONGEST_CLOSE_NANOS)) {
        writer.join(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ── the writer's thread

  private void writeAll() {
    try {
      Supplier<DecisionRecord> next = queue.take();
      while (next != null) {
        write(next);
        if (queue.isEmpty()) {
          flush();
        }
        next = queue.take();
      }
    } catch (InterruptedException e) {
      // Whoever made this thread wants it to end.
      queue.close();
    } finally {
      closeFile();
    }
  }

  private void write(Supplier<DecisionRecord> record) {
    try {
      byte[] line = (JSON.print(record.get()) + "\n").getBytes(UTF_8);
      atDisk = true;
      if (out == null || written + line.length > limits.fileBytes()) {
        nextFile();
      }
      requireNonNull(out).write(line);
      written += line.length;
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      failed("a decision cannot be written down", e);
    } catch (IOException e) {
      failed("decisions cannot be written to " + folder.path(""), e);
      closeFile();
    } finally {
      atDisk = false;
    }
  }

  private void nextFile() throws IOException {
    closeFile();
    folder.create();
    folder.prune(
        limits.folderFiles() - 1,
        limits.folderBytes() - limits.fileBytes(),
        id -> id != pid && isRunning.test(id));
    while (out == null) {
      Path file = folder.path(DecisionFolder.fileName(start, pid, ++part));
      try {
        out =
            new BufferedOutputStream(
                java.nio.channels.Channels.newOutputStream(
                    Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        folder.ownersOnly("rw-------"))));
        written = 0;
      } catch (FileAlreadyExistsException e) {
        // Another client of this process began in the same millisecond: it has this part.
      }
    }
  }

  private void flush() {
    OutputStream current = out;
    if (current == null) {
      return;
    }
    atDisk = true;
    try {
      current.flush();
    } catch (IOException e) {
      failed("decisions cannot be written to " + folder.path(""), e);
      closeFile();
    } finally {
      atDisk = false;
    }
  }

  private void closeFile() {
    OutputStream current = out;
    out = null;
    if (current == null) {
      return;
    }
    try {
      current.close();
    } catch (IOException e) {
      failed("decisions cannot be written to " + folder.path(""), e);
    }
  }

  private void failed(String what, Exception e) {
    unwritten.incrementAndGet();
    if (!complained) {
      complained = true;
      LOG.log(
          System.Logger.Level.WARNING,
          what
              + " ("
              + e
              + "): calls go on, but edgewise explain will not know them. Set EDGEWISE_DATA to a"
              + " folder that can be written to.");
    }
  }
}
