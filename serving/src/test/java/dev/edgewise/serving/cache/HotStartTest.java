package dev.edgewise.serving.cache;

import static dev.edgewise.serving.cache.Rig.SIMILARLY;
import static dev.edgewise.serving.cache.Rig.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.spi.CallCaching.Answer;
import dev.edgewise.serving.cache.Rig.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HotStartTest {
  private final Path folder;
  private final Path file;
  private final FakeTier disk = new FakeTier("disk");
  private final FakeTier shared = new FakeTier("shared");

  HotStartTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("cache").resolve("hot");
  }

  private Rig node() {
    return new Rig(Optional.of(disk), Optional.of(shared), Optional.of(file));
  }

  /** A scheduler that is moved by hand. */
  private static final class HandScheduler implements Scheduler {
    private final List<Runnable> tasks = new ArrayList<>();

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      assertThat(delay).isEqualTo(HotStart.EVERY);
      tasks.add(task);
      return () -> {};
    }

    void minute() {
      List<Runnable> due = List.copyOf(tasks);
      tasks.clear();
      due.forEach(Runnable::run);
    }
  }

  /** Asks, and dies without a word a minute later. */
  private void live(Who who) throws InterruptedException {
    Rig before = node();
    HandScheduler time = new HandScheduler();
    before.hot.begin(true, time);
    before.ask(SIMILARLY, "is it warm", who, before.counting());
    time.minute();
    before.ask(SIMILARLY, "xylophone", who, before.counting());
  }

  @Test
  void after_a_crash_questions_answers_and_what_was_learned_are_there_again() throws Exception {
    live(Who.ANYBODY);
    try (Rig now = node()) {
      now.hot.begin(true, new HandScheduler());
      assertThat(now.memory.size()).isEqualTo(2);
      assertThat(now.pools).hasSize(1);
      assertThat(now.pools.get(0).saved).isEqualTo("learned".getBytes(UTF_8));
      // The last minute's question came too late to be written, and is found by its entry.
      assertThat(now.pools.get(0).size()).isEqualTo(2);
      // That one, and a word that opens the embedder before the first call needs it.
      while (now.embedder.texts.get() < 2) {
        Thread.onSpinWait();
      }
      assertThat(now.embedder.texts).hasValue(2);
      Answer answer = now.ask(SIMILARLY, "warm is it");
      assertThat(answer.note().kind()).isEqualTo(CacheNote.Kind.SEMANTIC);
      assertThat(words(answer)).isEqualTo("answer 1");
    }
  }

  @Test
  void a_new_node_begins_with_what_the_others_share() throws Exception {
    live(Who.ANYBODY);
    try (Rig other =
        new Rig(Optional.empty(), Optional.of(shared), Optional.of(folder.resolve("other")))) {
      other.hot.begin(true, new HandScheduler());
      assertThat(other.memory.size()).isEqualTo(2);
      assertThat(other.ask(SIMILARLY, "warm is it").note().kind())
          .isEqualTo(CacheNote.Kind.SEMANTIC);
    }
  }

  @Test
  void what_is_confidential_comes_back_from_the_nodes_own_disk_only() throws Exception {
    Who who = new Who("t", Label.CONFIDENTIAL, CacheControl.NONE);
    live(who);
    assertThat(shared.size()).isZero();
    try (Rig now = node()) {
      now.hot.begin(true, new HandScheduler());
      assertThat(now.ask(SIMILARLY, "warm is it", who, now.counting()).note().kind())
          .isEqualTo(CacheNote.Kind.SEMANTIC);
      assertThat(now.ask(SIMILARLY, "warm is it").note().kind()).isEqualTo(CacheNote.Kind.NONE);
    }
  }

  @Test
  void a_question_whose_answer_is_gone_is_not_brought_back() throws Exception {
    live(Who.ANYBODY);
    disk.entries.clear();
    shared.entries.clear();
    try (Rig now = node()) {
      now.hot.begin(true, new HandScheduler());
      assertThat(now.pools.get(0).size()).isZero();
      assertThat(now.parts.similar().size()).isZero();
    }
  }

  @Test
  void without_preloading_what_was_learned_is_there_all_the_same() throws Exception {
    live(Who.ANYBODY);
    try (Rig now = node()) {
      now.hot.begin(false, new HandScheduler());
      assertThat(now.pools.get(0).size()).isEqualTo(1);
    }
  }

  @Test
  void a_damaged_file_is_put_aside_and_named_and_nothing_comes_of_it() throws Exception {
    live(Who.ANYBODY);
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    int damaged = 0;
    for (int round = 0; round < 60; round++) {
      byte[] bad = good.clone();
      if (round % 2 == 0) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      } else {
        bad = java.util.Arrays.copyOf(bad, random.nextInt(bad.length));
      }
      Files.write(file, bad);
      assertThat(new HotFile(file).read()).isEmpty();
      assertThat(file).doesNotExist();
      damaged++;
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files.filter(each -> each.toString().contains("quarantined-"))).hasSize(damaged);
    }
  }

  @Test
  void a_file_is_never_half_written() throws Exception {
    live(Who.ANYBODY);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files.map(each -> each.getFileName().toString())).containsExactly("hot");
    }
    // What a crash leaves of the next one is written over.
    Files.write(file.resolveSibling("hot.new"), new byte[] {1, 2, 3});
    live(Who.ANYBODY);
    assertThat(new HotFile(file).read()).hasSize(1);
  }

  @Test
  void what_is_not_restored_yet_is_not_written_over() throws IOException, InterruptedException {
    live(Who.ANYBODY);
    byte[] before = Files.readAllBytes(file);
    try (Rig now = node()) {
      now.hot.save();
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }
}
