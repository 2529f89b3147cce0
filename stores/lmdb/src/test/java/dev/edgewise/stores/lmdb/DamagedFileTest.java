package dev.edgewise.stores.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.testkit.VirtualTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that LMDB must not be given: it would end this very process. */
final class DamagedFileTest {
  private static final long CAPACITY = 16 << 20;
  private static final int ENTRIES = 100;

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(5);

  private final Path folder;

  DamagedFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private LmdbTier open() {
    return LmdbTier.open(folder, CAPACITY, time, random);
  }

  private Entry entry(int number) {
    int bytes = 100 + (number % 10 == 0 ? 1_500 : 150) * number;
    return Samples.entry(bytes, Samples.COST, time.now(), Duration.ofDays(1));
  }

  private Path data() {
    return folder.resolve("results.mdb");
  }

  private Path aside(int number) {
    return folder.resolve("results.mdb.quarantined-" + number);
  }

  private void fill() {
    try (LmdbTier tier = open()) {
      for (int i = 0; i < ENTRIES; i++) {
        tier.put(Samples.key("k" + i), entry(i));
      }
    }
  }

  /** How many are found; whatever is found is as it was put. */
  private int found() {
    try (LmdbTier tier = open()) {
      int found = 0;
      for (int i = 0; i < ENTRIES; i++) {
        Entry right = entry(i);
        var got = tier.get(Samples.key("k" + i));
        got.ifPresent(entry -> assertThat(entry).isEqualTo(right));
        found += got.isPresent() ? 1 : 0;
      }
      // And it works on.
      tier.put(Samples.key("new"), entry(1));
      assertThat(tier.get(Samples.key("new"))).contains(entry(1));
      return found;
    }
  }

  private void overwrite(long at, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(data(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }

  @Test
  void an_undamaged_file_passes() throws IOException {
    fill();
    assertThat(FileCheck.wrong(data(), Database.NAMES, () -> false)).isEmpty();
    assertThat(found()).isEqualTo(ENTRIES);
    assertThat(aside(1)).doesNotExist();
  }

  @Test
  void one_that_was_not_closed_is_looked_at_and_taken() throws IOException {
    assumeTrue(StoreFiles.knowsBoot(), "this system does not name its boots");
    fill();
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    Files.writeString(folder.resolve("results.state"), "open in boot " + boot + "\n");
    assertThat(found()).isEqualTo(ENTRIES);
  }

  @Test
  void one_that_was_open_when_the_machine_went_down_is_begun_anew() throws IOException {
    fill();
    Files.writeString(folder.resolve("results.state"), "open in boot 1234\n");
    assertThat(found()).isZero();
    assertThat(aside(1)).doesNotExist();
  }

  @Test
  void one_that_is_larger_than_allowed_now_is_begun_anew() throws IOException {
    fill();
    try (FileChannel channel = FileChannel.open(data(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[1]), CAPACITY + 1);
    }
    assertThat(found()).isZero();
    assertThat(Files.size(data())).isLessThanOrEqualTo(CAPACITY);
  }

  @Test
  void garbage_is_moved_aside() throws IOException {
    fill();
    byte[] garbage = new byte[100_000];
    random.nextBytes(garbage);
    Files.write(data(), garbage);
    assertThat(found()).isZero();
    assertThat(Files.readAllBytes(aside(1))).isEqualTo(garbage);
  }

  @Test
  void an_empty_file_and_a_text_are_moved_aside_each_under_its_number() throws IOException {
    fill();
    Files.write(data(), new byte[0]);
    assertThat(found()).isZero();
    Files.writeString(data(), "hello\n");
    assertThat(found()).isZero();
    assertThat(Files.size(aside(1))).isZero();
    assertThat(Files.readString(aside(2), StandardCharsets.UTF_8)).isEqualTo("hello\n");
  }

  @Test
  void only_the_last_three_keep_their_bytes() throws IOException {
    for (int i = 1; i <= 5; i++) {
      fill();
      Files.writeString(data(), "number " + i);
    }
    fill();
    assertThat(Files.size(aside(1))).isZero();
    assertThat(Files.size(aside(2))).isZero();
    for (int i = 3; i <= 5; i++) {
      assertThat(Files.readString(aside(i))).isEqualTo("number " + i);
    }
  }

  @Test
  void one_that_another_program_wrote_is_moved_aside() throws IOException {
    fill();
    Files.delete(folder.resolve("results.state"));
    assertThat(found()).isZero();
    assertThat(aside(1)).exists();
  }

  @Test
  void wherever_its_end_is_cut_off_nothing_wrong_is_found_and_the_process_lives()
      throws IOException {
    fill();
    byte[] whole = Files.readAllBytes(data());
    for (int round = 0; round < 40; round++) {
      Files.write(data(), whole);
      Files.writeString(folder.resolve("results.state"), "closed 1 bytes at 1\n");
      try (FileChannel channel = FileChannel.open(data(), StandardOpenOption.WRITE)) {
        channel.truncate(random.nextInt(whole.length));
      }
      assertThat(found()).isLessThanOrEqualTo(ENTRIES);
    }
  }

  @Test
  void whatever_is_written_over_it_nothing_wrong_is_found_and_the_process_lives()
      throws IOException {
    fill();
    byte[] whole = Files.readAllBytes(data());
    int moved = 0;
    for (int round = 0; round < 80; round++) {
      Files.write(data(), whole);
      Files.writeString(folder.resolve("results.state"), "closed 1 bytes at 1\n");
      byte[] garbage = new byte[1 + random.nextInt(20_000)];
      if (round % 2 == 0) {
        random.nextBytes(garbage);
      }
      overwrite(random.nextInt(whole.length - garbage.length), garbage);
      Path next = aside(moved + 1);
      found();
      moved += Files.exists(next) ? 1 : 0;
    }
    assertThat(moved).isBetween(10, 119);
  }

  @Test
  void a_value_whose_bytes_changed_is_not_served() throws IOException {
    try (LmdbTier tier = open()) {
      tier.put(Samples.key("k0"), entry(300));
    }
    byte[] whole = Files.readAllBytes(data());
    byte[] value = new byte[64];
    entry(300).value().get(40_000, value);
    overwrite(indexOf(whole, value), new byte[] {1, 2, 3});
    try (LmdbTier tier = open()) {
      assertThat(tier.get(Samples.key("k0"))).isEmpty();
      assertThat(tier.state().faults()).isEqualTo(1);
      tier.tend();
      assertThat(tier.state().entries()).isZero();
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int at = 0; at < whole.length - part.length; at++) {
      if (java.util.Arrays.mismatch(whole, at, at + part.length, part, 0, part.length) < 0) {
        return at;
      }
    }
    throw new AssertionError("not there");
  }
}
