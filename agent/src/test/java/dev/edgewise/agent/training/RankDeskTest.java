package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankOrder;
import dev.edgewise.core.training.RankPhase;
import dev.edgewise.core.training.RankReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes; their scripts are of the shell, so that no Python is needed. */
final class RankDeskTest implements RankListener {
  private static final RankId ID = new RankId(4, 1, 0);
  private static final Meeting AT = new Meeting("127.0.0.1", 29_500);
  private static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Shelf store = new Shelf();
  private final BlockingQueue<RankReport> reports = new LinkedBlockingQueue<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final RankDesk desk;

  RankDeskTest(@TempDir Path folder) {
    this.folder = folder;
    this.desk = desk("/bin/sh");
  }

  private RankDesk desk(String interpreter) {
    RankDesk desk =
        new RankDesk(
            folder.resolve("ranks"),
            new TrainingSettings(true, 1, interpreter, 1L << 30, 1L << 30),
            "127.0.0.1",
            store,
            Clock.system(),
            Map.of());
    desk.tell(this);
    return desk;
  }

  @BeforeEach
  void needsSetsid() {
    assumeTrue(RankProcess.setsid().isPresent());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    desk.close();
    assertThat(desk.reports()).isEmpty();
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(each -> each.endsWith(ID.toString()))).isEmpty();
    }
    assertThat(ofOurs()).as("orphans").isEmpty();
  }

  /** Processes that name the folder of this test. */
  private List<ProcessHandle> ofOurs() {
    return ProcessHandle.allProcesses()
        .filter(
            each ->
                each.info().commandLine().filter(l -> l.contains(folder.toString())).isPresent())
        .toList();
  }

  @Override
  public void reported(RankReport report) {
    reports.add(report);
  }

  @Override
  public void wrote(RankId rank, List<String> texts) {
    lines.addAll(texts);
  }

  private RankReport await(RankPhase phase) throws InterruptedException {
    while (true) {
      RankReport next =
          requireNonNull(reports.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing is said");
      if (next.phase() == phase) {
        return next;
      }
      assertThat(next.phase()).as("%s", next).isNotEqualTo(RankPhase.GONE);
    }
  }

  /** The store of an orchestrator, in memory. */
  private static final class Shelf implements Courier {
    private final Map<ContentDigest, byte[]> contents = new ConcurrentHashMap<>();

    NamedContent add(String name, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      var sha = ContentDigest.begin();
      sha.update(bytes);
      ContentDigest digest = ContentDigest.of(sha);
      contents.put(digest, bytes);
      return new NamedContent(name, digest, bytes.length);
    }

    @Override
    public void fetch(NamedContent content, Path target) throws IOException {
      Files.write(target, requireNonNull(contents.get(content.digest())));
    }

    @Override
    public NamedContent send(Path file, String name) throws IOException {
      return add(name, Files.readString(file));
    }

    String text(NamedContent content) {
      return new String(requireNonNull(contents.get(content.digest())), StandardCharsets.UTF_8);
    }
  }

  private RankOrder order(String script, Optional<JobCheckpoint> resume, int port, long memory) {
    JobSpec spec =
        new JobSpec(
            "faces",
            "west1",
            1,
            store.add("train.sh", script),
            List.of(store.add("faces.csv", "1,2,3")),
            Map.of("lr", "0.1"),
            Optional.empty(),
            memory,
            2,
            0,
            3,
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            port);
    return new RankOrder(ID, spec, resume, 0);
  }

  private RankReport runs(String script) throws InterruptedException {
    desk.prepare(order(script, Optional.empty(), 0, 1L << 28));
    RankReport ready = await(RankPhase.READY);
    assertThat(ready.meeting()).isPresent();
    desk.launch(ID, AT);
    return await(RankPhase.RUNNING);
  }

  private void stop() throws InterruptedException {
    desk.stop(ID);
    await(RankPhase.GONE);
  }

  @Test
  void a_script_is_told_who_it_is_and_what_it_leaves_is_brought() throws Exception {
    runs(
        """
        echo "$RANK $LOCAL_RANK $WORLD_SIZE $MASTER_ADDR $MASTER_PORT $OMP_NUM_THREADS $*"
        echo "secret: $SECRET"
        cp "$EDGEWISE_TRAINING_DATA/faces.csv" "$EDGEWISE_TRAINING_OUTPUT/model.csv"
        echo "@edgewise step=3 loss=0.5 samples_per_second=10"
        echo at step 3 >"$EDGEWISE_TRAINING_CHECKPOINTS/three"
        echo "@edgewise checkpoint=three step=3"
        """);
    RankReport end = await(RankPhase.COMPLETED);
    assertThat(lines).contains("0 0 1 127.0.0.1 29500 2 --lr 0.1", "secret: ");
    assertThat(end.outputs()).extracting(NamedContent::name).containsExactly("model.csv");
    assertThat(store.text(end.outputs().getFirst())).isEqualTo("1,2,3");
    assertThat(end.progress().orElseThrow().step()).isEqualTo(3);
    assertThat(store.text(end.checkpoint().orElseThrow().content())).isEqualTo("at step 3\n");
    stop();
  }

  @Test
  void it_goes_on_from_a_checkpoint() throws Exception {
    JobCheckpoint from = new JobCheckpoint(7, store.add("seven", "at step 7"));
    desk.prepare(order("cat \"$EDGEWISE_TRAINING_RESUME\"", Optional.of(from), 0, 1L << 28));
    await(RankPhase.READY);
    desk.launch(ID, AT);
    await(RankPhase.COMPLETED);
    assertThat(lines).contains("at step 7");
    stop();
  }

  @Test
  void why_it_failed_is_told_with_its_last_line() throws Exception {
    runs("echo something went wrong >&2; exit 3");
    RankReport end = await(RankPhase.FAILED);
    assertThat(end.because())
        .isEqualTo("its script ended with 3; its last line: something went wrong");
    assertThat(end.isFinal()).isFalse();
    stop();
  }

  @Test
  void a_signal_is_told_as_one() throws Exception {
    runs("kill -s KILL $$");
    assertThat(await(RankPhase.FAILED).because()).startsWith("it was ended by signal 9");
    stop();
  }

  @Test
  void an_interpreter_that_is_not_there_is_told_and_would_not_be_the_next_time() throws Exception {
    try (RankDesk without = desk("no-such-python")) {
      without.prepare(order("", Optional.empty(), 0, 1L << 28));
      await(RankPhase.READY);
      without.launch(ID, AT);
      RankReport end = await(RankPhase.FAILED);
      assertThat(end.because()).startsWith("no-such-python, which runs scripts here");
      assertThat(end.isFinal()).isTrue();
      without.stop(ID);
      await(RankPhase.GONE);
    }
  }

  @Test
  void a_port_that_is_taken_is_told_before_anything_runs() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      desk.prepare(order("", Optional.empty(), taken.getLocalPort(), 1L << 28));
      RankReport end = await(RankPhase.FAILED);
      assertThat(end.because()).startsWith("its masterPort " + taken.getLocalPort());
      assertThat(end.isFinal()).isTrue();
    }
    stop();
  }

  @Test
  void more_memory_than_the_node_gives_is_refused() throws Exception {
    desk.prepare(order("", Optional.empty(), 0, 2L << 30));
    assertThat(await(RankPhase.FAILED).because()).contains("trainingMemory");
    stop();
  }

  @Test
  void memory_beyond_the_bound_ends_it() throws Exception {
    desk.prepare(
        order("x=0123456789abcdef; while :; do x=$x$x; done", Optional.empty(), 0, 64L << 20));
    await(RankPhase.READY);
    desk.launch(ID, AT);
    RankReport end = await(RankPhase.FAILED);
    assertThat(end.because()).contains("more than its memory of 67108864");
    stop();
  }

  @Test
  void one_that_hears_nothing_is_ended_with_all_that_it_has_started() throws Exception {
    runs("trap '' TERM; (trap '' TERM; sleep 1000) & echo begun; while :; do sleep 1; done");
    while (!lines.contains("begun")) {
      await(RankPhase.RUNNING);
    }
    stop();
    assertThat(ofOurs()).isEmpty();
  }

  @Test
  void one_that_wants_to_say_a_last_word_is_heard() throws Exception {
    runs(
        """
        trap 'echo last >"$EDGEWISE_TRAINING_CHECKPOINTS/last";
          echo "@edgewise checkpoint=last step=9"; exit 0' TERM
        echo begun
        while :; do sleep 0.1; done
        """);
    while (!lines.contains("begun")) {
      await(RankPhase.RUNNING);
    }
    desk.stop(ID);
    RankReport end = await(RankPhase.GONE);
    assertThat(end.checkpoint().orElseThrow().step()).isEqualTo(9);
  }

  @Test
  void what_is_not_known_is_gone() throws Exception {
    desk.stop(new RankId(9, 9, 9));
    assertThat(await(RankPhase.GONE).id()).isEqualTo(new RankId(9, 9, 9));
  }
}
