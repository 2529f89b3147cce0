package dev.edgewise.sdk.wire.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.sdk.invoke.CallRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DecisionFilesTest {
  private static final DecisionFiles.Limits LIMITS = DecisionFiles.Limits.DEFAULT;
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant now() {
          return Instant.parse("2026-11-24T22:02:46.123Z");
        }
      };

  private final Path temporary;
  private final List<Thread> writers = new ArrayList<>();

  DecisionFilesTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void whatIsRecordedCanBeFound() throws IOException {
    try (DecisionFiles files = open(LIMITS)) {
      files.record(CallRecords.plain("1a"));
      files.record(CallRecords.escalated("2a"));
      files.record(CallRecords.refused("3a"));
    }

    for (String id : List.of("1a", "2a", "3a")) {
      assertThat(find(id).orElseThrow().id()).isEqualTo(id);
    }
    assertThat(find("4a")).isEmpty();
    assertThat(find("a")).isEmpty();
    assertThat(find("../../etc/passwd")).isEmpty();
    assertThat(DecisionReader.find(folder().resolve("nowhere"), "1a")).isEmpty();
  }

  @Test
  void recordsOutliveAProcessThatIsNotClosed() throws Exception {
    DecisionFiles files = open(LIMITS);
    files.record(CallRecords.escalated("2a"));

    // Not closed: what stands in the file now is what a killed process would leave.
    while (DecisionReader.find(folder(), "2a").isEmpty()) {
      Thread.onSpinWait();
    }

    files.close();
  }

  @Test
  void theLastCallsComeNewestFirst() throws IOException {
    try (DecisionFiles files = open(LIMITS)) {
      for (int i = 0; i < 10; i++) {
        files.record(CallRecords.escalated("n" + i));
      }
    }

    assertThat(recent(3)).extracting(Explanation::id).containsExactly("n9", "n8", "n7");
  }

  @Test
  void ofPlainCallsOnlyTheFirstAndASampleIsKept() throws IOException {
    DecisionFiles.Limits limits = new DecisionFiles.Limits(10, 20, 10_000, 1 << 20, 1 << 22, 200);
    try (DecisionFiles files = open(limits)) {
      for (int i = 0; i < 4_010; i++) {
        files.record(CallRecords.plain("p" + i));
      }
      for (int i = 0; i < 50; i++) {
        files.record(CallRecords.retried("r" + i));
      }
    }

    List<String> kept = recent(10_000).stream().map(Explanation::id).toList();

    assertThat(kept.stream().filter(id -> id.startsWith("r"))).hasSize(50);
    assertThat(kept).contains("p0", "p9");
    // 10 and then 1 in 20 of 4000, by a seeded generator.
    assertThat(kept.stream().filter(id -> id.startsWith("p")).count()).isBetween(150L, 270L);
  }

  @Test
  void whenTheDiskIsSlowPlainRecordsMakeRoomForNotableOnes() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    ThreadFactory slow =
        task ->
            daemon(
                () -> {
                  await(go);
                  task.run();
                });
    DecisionFiles.Limits limits = new DecisionFiles.Limits(1_000, 1, 8, 1 << 20, 1 << 22, 200);
    DecisionFiles files = open(limits, slow, pid -> false);
    for (int i = 0; i < 8; i++) {
      files.record(CallRecords.plain("p" + i));
    }
    for (int i = 0; i < 6; i++) {
      files.record(CallRecords.retried("r" + i));
    }
    files.record(CallRecords.plain("late"));
    assertThat(files.dropped()).isEqualTo(7);
    go.countDown();
    files.close();

    assertThat(recent(100))
        .extracting(Explanation::id)
        .containsExactlyInAnyOrder("p6", "p7", "r0", "r1", "r2", "r3", "r4", "r5");
  }

  /** Time that goes on by 0.1 s with each look, until it is to stand still. */
  private static final class Looks implements Clock {
    private final long until;
    private final Runnable then;
    private long nanos;

    Looks(Duration until, Runnable then) {
      this.until = until.toNanos();
      this.then = then;
    }

    @Override
    public long nanos() {
      if (nanos < until) {
        nanos += 100_000_000;
      } else {
        then.run();
      }
      return nanos;
    }

    @Override
    public Instant now() {
      return CLOCK.now();
    }
  }

  @Test
  void a_writer_that_a_busy_machine_lets_run_only_after_seconds_is_waited_for() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    ThreadFactory busy =
        task ->
            daemon(
                () -> {
                  await(go);
                  task.run();
                });
    DecisionFiles files = open(new Looks(Duration.ofSeconds(5), go::countDown), busy, pid -> false);
    files.record(CallRecords.refused("1a"));
    files.close();

    // Not by find, which waits for the writer.
    assertThat(DecisionReader.find(folder(), "1a")).isPresent();
  }

  @Test
  void a_disk_that_hangs_is_not_waited_for_as_long_as_a_busy_processor() throws Exception {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("decisions-20260101T000000.000Z-100-0001.jsonl"), "{}\n");
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch there = new CountDownLatch(1);
    Looks minute = new Looks(Duration.ofSeconds(60), () -> {});
    DecisionFiles files =
        open(
            minute,
            this::daemon,
            pid -> {
              there.countDown();
              await(hangs);
              return false;
            });
    files.record(CallRecords.refused("1a"));
    there.await();
    files.close();

    assertThat(Duration.ofNanos(minute.nanos))
        .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500));
    hangs.countDown();
    assertThat(find("1a")).isPresent();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void filesAndFolderAreBounded() throws IOException {
    DecisionFiles.Limits limits = new DecisionFiles.Limits(0, 1, 10_000, 8 * 1024, 64 * 1024, 200);
    try (DecisionFiles files = open(limits)) {
      for (int i = 0; i < 300; i++) {
        files.record(CallRecords.retried("r" + i));
      }
    }

    long sum = 0;
    for (Path file : decisionFiles()) {
      assertThat(Files.size(file)).isLessThanOrEqualTo(8 * 1024);
      sum += Files.size(file);
    }
    assertThat(sum).isBetween(40L * 1024, 64L * 1024);
    assertThat(find("r299")).isPresent();
    assertThat(find("r0")).isEmpty();
  }

  @Test
  void oldFilesGoButNotTheOneThatARunningProcessWrites() throws IOException {
    Files.createDirectories(folder());
    for (int i = 0; i < 20; i++) {
      Path file = folder().resolve("decisions-20260101T000000.000Z-" + (100 + i) + "-0001.jsonl");
      Files.writeString(file, "{}\n");
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plus(Duration.ofDays(i))));
    }
    Path somebodyElses = Files.writeString(folder().resolve("notes.jsonl"), "mine");
    DecisionFiles.Limits limits = new DecisionFiles.Limits(0, 1, 10, 1 << 20, 1 << 22, 5);

    try (DecisionFiles files = open(limits, this::daemon, pid -> pid == 101)) {
      files.record(CallRecords.retried("new"));
    }

    assertThat(decisionFiles())
        .extracting(DecisionFilesTest::process)
        .containsExactlyInAnyOrder("116", "117", "118", "119", "101", "4711");
    assertThat(somebodyElses).exists();
  }

  @Test
  void onlyTheOwnerMayRead() throws IOException {
    try (DecisionFiles files = open(LIMITS)) {
      files.record(CallRecords.plain("1a"));
    }

    if (folder().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
          .isEqualTo("rwx------");
      for (Path file : decisionFiles()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void aProcessThatCallsNothingLeavesNothing() {
    open(LIMITS).close();

    assertThat(folder()).doesNotExist();
  }

  @Test
  void twoClientsOfOneProcessDoNotDisturbEachOther() throws IOException {
    try (DecisionFiles one = open(LIMITS);
        DecisionFiles two = open(LIMITS)) {
      one.record(CallRecords.plain("1a"));
      two.record(CallRecords.plain("2a"));
    }

    assertThat(find("1a")).isPresent();
    assertThat(find("2a")).isPresent();
  }

  @Test
  void aFolderThatCannotBeWrittenToLosesRecordsAndNothingElse() throws IOException {
    Files.createDirectories(folder().getParent());
    Files.writeString(folder(), "a file where the folder should be");

    DecisionFiles files = open(LIMITS);
    files.record(CallRecords.plain("1a"));
    files.record(CallRecords.plain("2a"));
    files.close();
    awaitWriters();
    files.record(CallRecords.plain("3a"));

    assertThat(files.dropped()).isEqualTo(3);
  }

  @Test
  void halfLinesForeignBytesAndLaterFieldsAreTolerated() throws IOException {
    try (DecisionFiles files = open(LIMITS)) {
      files.record(CallRecords.plain("1a"));
    }
    Path file = decisionFiles().get(0);
    Files.write(
        file,
        new byte[] {'\n', (byte) 0xFF, 0, 1, '\n', '{', '[', '\n'},
        StandardOpenOption.APPEND);
    Files.writeString(
        file,
        "{\"id\":\"2a\",\"fieldOfTomorrow\":[{\"x\":1}],\"result\":{\"outcome\":\"completed\"}}\n"
            + "[".repeat(100_000)
            + "\n{\"id\":\"3a\",\"method\":\"x.v1.Y/z",
        StandardOpenOption.APPEND);

    assertThat(find("1a")).isPresent();
    assertThat(find("2a")).isPresent();
    assertThat(find("3a")).isEmpty();
    assertThat(recent(10)).hasSize(2);
  }

  @Test
  void whatAFileTellsIsWhatTheCallTold() throws IOException {
    CallRecord call = CallRecords.retried("1a");
    try (DecisionFiles files = open(LIMITS)) {
      files.record(call);
    }

    Explanation read = find("1a").orElseThrow();

    assertThat(read.toJson()).isEqualTo(Explanation.of(call).toJson());
    assertThat(read.toText()).isEqualTo(Explanation.of(call).toText());
  }

  @Test
  void theDefaultFolderFollowsTheEnvironment() {
    assertThat(DecisionFiles.defaultFolder(Map.of("EDGEWISE_DATA", "/d", "HOME", "/h")))
        .isEqualTo(Path.of("/d/decisions"));
    assertThat(DecisionFiles.defaultFolder(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h")))
        .isEqualTo(Path.of("/s/edgewise/decisions"));
    assertThat(DecisionFiles.defaultFolder(Map.of("XDG_STATE_HOME", "s", "HOME", "/h")))
        .isEqualTo(Path.of("/h/.local/state/edgewise/decisions"));
    assertThat(DecisionFiles.defaultFolder(Map.of())).isAbsolute();
  }

  @Test
  void a_record_of_somebody_elses_call_is_kept_whatever_the_sample_says() throws IOException {
    DecisionFiles.Limits none =
        new DecisionFiles.Limits(0, Integer.MAX_VALUE, 1_000, 1 << 20, 1 << 22, 200);
    try (DecisionFiles files = open(none)) {
      for (int i = 0; i < 50; i++) {
        files.append(DecisionRecords.toProto(CallRecords.plain("shipped" + i)));
      }
    }

    assertThat(DecisionReader.recent(folder(), 100)).hasSize(50);
    assertThat(DecisionReader.find(folder(), "shipped7").orElseThrow().record().getId())
        .isEqualTo("shipped7");
  }

  @Test
  void what_is_notable_is_the_same_before_and_after_the_wire() {
    for (CallRecord record :
        List.of(CallRecords.plain("1"), CallRecords.escalated("2"), CallRecords.refused("3"))) {
      assertThat(DecisionFiles.isNotable(DecisionRecords.toProto(record)))
          .isEqualTo(record.isNotable());
    }
  }

  @Test
  void limitsCheckThemselves() {
    assertThatThrownBy(() -> new DecisionFiles.Limits(0, 0, 1, 1024, 1024, 1))
        .hasMessageContaining("sampleEvery 0");
  }

  private Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "decisions");
    thread.setDaemon(true);
    writers.add(thread);
    return thread;
  }

  /** Also where closing has given up before the writers had finished. */
  private void awaitWriters() {
    try {
      for (Thread writer : writers) {
        writer.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Optional<Explanation> find(String id) throws IOException {
    awaitWriters();
    return DecisionReader.find(folder(), id);
  }

  private List<Explanation> recent(int most) throws IOException {
    awaitWriters();
    return DecisionReader.recent(folder(), most);
  }

  private static String process(Path file) {
    String name = file.getFileName().toString();
    int end = name.lastIndexOf('-');
    return name.substring(name.lastIndexOf('-', end - 1) + 1, end);
  }

  private Path folder() {
    return temporary.resolve("state").resolve("decisions");
  }

  private List<Path> decisionFiles() throws IOException {
    awaitWriters();
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("decisions-"))
          .sorted()
          .toList();
    }
  }

  private DecisionFiles open(DecisionFiles.Limits limits) {
    return open(limits, this::daemon, pid -> false);
  }

  private DecisionFiles open(
      DecisionFiles.Limits limits, ThreadFactory threads, LongPredicate isRunning) {
    return DecisionFiles.open(folder(), limits, CLOCK, new Random(42), threads, 4711, isRunning);
  }

  private DecisionFiles open(Clock clock, ThreadFactory threads, LongPredicate isRunning) {
    return DecisionFiles.open(folder(), LIMITS, clock, new Random(42), threads, 4711, isRunning);
  }
}
