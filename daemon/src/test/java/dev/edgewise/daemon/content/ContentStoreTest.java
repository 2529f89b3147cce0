package dev.edgewise.daemon.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ContentDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContentStoreTest {
  private static final ContentBounds WIDE = new ContentBounds(1 << 20, 100, 0);

  @TempDir Path folder = Path.of("");

  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private long free = Long.MAX_VALUE;

  private final Clock clock =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant now() {
          return now;
        }
      };

  private ContentStore store(ContentBounds bounds) throws IOException {
    return ContentStore.open(folder, bounds, clock, () -> free);
  }

  private static ContentDigest digest(byte[] bytes) {
    MessageDigest sha = ContentDigest.begin();
    sha.update(bytes);
    return ContentDigest.of(sha);
  }

  private static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static PutResult put(ContentStore store, byte[] all, long offset, int length)
      throws IOException {
    return store.put(digest(all), all.length, offset, ByteBuffer.wrap(all, (int) offset, length));
  }

  private static PutResult putAll(ContentStore store, byte[] all) throws IOException {
    return put(store, all, 0, all.length);
  }

  @Test
  void what_came_in_chunks_of_any_size_is_the_same_after_any_number_of_cuts() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      byte[] all = bytes(random.nextInt(3_000), round);
      ContentStore store = store(new ContentBounds(1 << 24, 1_000, 0));
      PutResult.Held held = store.look(digest(all));
      int steps = 0;
      while (!held.whole()) {
        if (random.nextInt(4) == 0) {
          // The process ended here; and perhaps in the middle of a write.
          cut(all, random.nextInt(all.length + 1));
          store = store(new ContentBounds(1 << 24, 1_000, 0));
          held = store.look(digest(all));
        }
        int length = Math.min(random.nextInt(700), all.length - (int) held.held());
        PutResult result = put(store, all, held.held(), length);
        assertThat(result).isInstanceOf(PutResult.Held.class);
        held = (PutResult.Held) result;
        assertThat(steps++).isLessThan(10_000);
      }
      assertThat(Files.readAllBytes(store.find(digest(all)).orElseThrow())).isEqualTo(all);
      assertThat(folder.resolve("coming")).isEmptyDirectory();
    }
  }

  private void cut(byte[] all, int length) throws IOException {
    Path coming = folder.resolve("coming").resolve(digest(all).hex());
    if (Files.exists(coming) && Files.size(coming) > length) {
      Files.write(coming, Arrays.copyOf(Files.readAllBytes(coming), length));
    }
  }

  @Test
  void any_bit_that_is_flipped_is_found_and_the_content_is_brought_again() throws IOException {
    Random random = new Random(3);
    byte[] all = bytes(500, 1);
    for (int round = 0; round < 100; round++) {
      ContentStore store = store(WIDE);
      byte[] wrong = all.clone();
      wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
      PutResult result = store.put(digest(all), all.length, 0, ByteBuffer.wrap(wrong));
      assertThat(result).isInstanceOf(PutResult.Broken.class);
      assertThat(store.find(digest(all))).isEmpty();
      assertThat(store.look(digest(all))).isEqualTo(new PutResult.Held(0, false));
    }
    assertThat(putAll(store(WIDE), all)).isEqualTo(new PutResult.Held(500, true));
  }

  @Test
  void a_chunk_that_does_not_fit_changes_nothing_and_says_where_to_go_on() throws IOException {
    ContentStore store = store(WIDE);
    byte[] all = bytes(100, 2);
    put(store, all, 0, 40);
    assertThat(put(store, all, 60, 40)).isEqualTo(new PutResult.Held(40, false));
    assertThat(put(store, all, 0, 40)).isEqualTo(new PutResult.Held(40, false));
    assertThat(put(store, all, 40, 60)).isEqualTo(new PutResult.Held(100, true));
    assertThat(putAll(store, all)).isEqualTo(new PutResult.Held(100, true));
  }

  @Test
  void more_than_was_announced_is_not_taken() throws IOException {
    ContentStore store = store(WIDE);
    byte[] all = bytes(100, 2);
    assertThat(store.put(digest(all), 50, 0, ByteBuffer.wrap(all)))
        .isInstanceOf(PutResult.Broken.class);
    put(store, all, 0, 80);
    // Somebody else announces less: what is there cannot be a part of it.
    assertThat(store.put(digest(all), 50, 80, ByteBuffer.allocate(0)))
        .isEqualTo(new PutResult.Held(0, false));
  }

  @Test
  void what_was_all_there_before_the_process_ended_is_finished_with_an_empty_chunk()
      throws IOException {
    byte[] all = bytes(100, 5);
    ContentStore store = store(WIDE);
    Files.write(folder.resolve("coming").resolve(digest(all).hex()), all);
    assertThat(put(store, all, 100, 0)).isEqualTo(new PutResult.Held(100, true));
  }

  @Test
  void an_empty_content_is_one_too() throws IOException {
    ContentStore store = store(WIDE);
    assertThat(putAll(store, new byte[0])).isEqualTo(new PutResult.Held(0, true));
    assertThat(store.read(digest(new byte[0]), 0, 10)).isEmpty();
  }

  @Test
  void bytes_number_and_disk_are_bounded() throws IOException {
    assertThat(putAll(store(new ContentBounds(99, 10, 0)), bytes(100, 1)))
        .isEqualTo(new PutResult.NoRoom("it holds 0 of 99 bytes, and 100 more would come"));
    ContentStore few = store(new ContentBounds(1_000, 1, 0));
    putAll(few, bytes(10, 1));
    assertThat(putAll(few, bytes(10, 2)))
        .isEqualTo(new PutResult.NoRoom("it holds 1 contents, as many as it may"));
    free = 109;
    assertThat(putAll(store(new ContentBounds(1_000, 9, 10)), bytes(100, 3)))
        .isEqualTo(new PutResult.NoRoom("its disk has 109 bytes left, and 10 of them stay free"));
    // A size that overflows is no way around it.
    assertThat(few.put(digest(bytes(1, 9)), Long.MAX_VALUE, 0, ByteBuffer.wrap(bytes(1, 9))))
        .isInstanceOf(PutResult.NoRoom.class);
  }

  @Test
  void what_nothing_refers_to_is_removed_once_it_is_old() throws IOException {
    ContentStore store = store(WIDE);
    byte[] kept = bytes(10, 1);
    byte[] unused = bytes(10, 2);
    byte[] begun = bytes(10, 3);
    putAll(store, kept);
    putAll(store, unused);
    put(store, begun, 0, 5);
    assertThat(store.keepOnly(List.of(digest(kept)), Duration.ofHours(1))).isZero();
    now = Instant.now().plus(Duration.ofDays(1));
    assertThat(store.keepOnly(List.of(digest(kept)), Duration.ofHours(1))).isEqualTo(2);
    assertThat(store.find(digest(kept))).isPresent();
    assertThat(store.find(digest(unused))).isEmpty();
    assertThat(store.look(digest(begun)).held()).isZero();
  }

  @Test
  void a_copy_is_verified_and_what_changed_on_the_disk_is_thrown_away() throws IOException {
    ContentStore store = store(WIDE);
    byte[] all = bytes(10, 1);
    putAll(store, all);
    store.copy(digest(all), folder.resolve("copy"));
    assertThat(folder.resolve("copy")).hasBinaryContent(all);
    Files.write(store.find(digest(all)).orElseThrow(), bytes(10, 2));
    assertThatThrownBy(() -> store.copy(digest(all), folder.resolve("copy")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has changed on the disk");
    assertThat(store.find(digest(all))).isEmpty();
  }

  @Test
  void reading_gives_what_was_asked_for() throws IOException {
    ContentStore store = store(WIDE);
    byte[] all = bytes(100, 1);
    putAll(store, all);
    assertThat(store.read(digest(all), 10, 20)).isEqualTo(Arrays.copyOfRange(all, 10, 30));
    assertThat(store.read(digest(all), 90, 20)).isEqualTo(Arrays.copyOfRange(all, 90, 100));
    assertThat(store.read(digest(all), 500, 20)).isEmpty();
    assertThatThrownBy(() -> store.read(digest(bytes(1, 1)), 0, 1))
        .isInstanceOf(NoSuchFileException.class);
  }
}
