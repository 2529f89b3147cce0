package dev.edgewise.orchestrator.gateway.generation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.orchestrator.gateway.generation.GenerationBook.Joined;
import dev.edgewise.orchestrator.gateway.generation.GenerationBook.Step;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept, for whom, and until when. */
final class GenerationBookTest {
  private static final long SECOND = 1_000_000_000L;
  private static final GenerationSettings SETTINGS =
      new GenerationSettings(3, 100, 40, Duration.ofSeconds(30));
  private static final Claim ADA = claim("ada", "question");

  private final List<String> forgotten = new ArrayList<>();
  private final GenerationBook book =
      new GenerationBook(SETTINGS, generation -> forgotten.add(generation.id));

  static Claim claim(String tenant, String request) {
    return Claim.of(
        Optional.of(tenant),
        "books.v1.Books/write",
        Optional.of(Message.of(request.getBytes(UTF_8))));
  }

  static Message chunk(int bytes) {
    return Message.of(new byte[bytes]);
  }

  /** An id of the right length. */
  static String id(int number) {
    return String.format("generation-%011d", number);
  }

  private Joined.At open(int number) {
    return book.open(id(number), ADA, 0).orElseThrow();
  }

  private void came(Joined.At at, int chunks, int bytes) {
    for (int i = 0; i < chunks; i++) {
      book.came(at.generation(), chunk(bytes));
    }
  }

  private int read(Joined.At at, int most) {
    int read = 0;
    while (read < most && book.read(at.generation(), at.reader(), 0) instanceof Step.Chunk) {
      read++;
    }
    return read;
  }

  private Joined join(int number, long after, Claim claim, long now) {
    return book.join(new Position(id(number), after), claim, now);
  }

  private Joined.At follow(int number, long after) {
    return (Joined.At) join(number, after, ADA, 0);
  }

  @Test
  void each_reader_gets_every_chunk_after_its_position_once_and_in_order() {
    Joined.At first = open(1);
    came(first, 3, 1);
    Joined.At second = follow(1, 2);
    came(first, 1, 1);

    List<Long> numbers = new ArrayList<>();
    while (book.read(second.generation(), second.reader(), 0) instanceof Step.Chunk chunk) {
      numbers.add(chunk.number());
    }
    assertThat(numbers).containsExactly(3L, 4L);
    assertThat(read(first, 9)).isEqualTo(4);
    assertThat(book.read(first.generation(), first.reader(), 0)).isEqualTo(new Step.Nothing());
    book.ended(first.generation(), 0);
    assertThat(book.read(first.generation(), first.reader(), 0)).isEqualTo(new Step.End());
  }

  @Test
  void a_generation_without_readers_is_kept_for_the_grace_time() {
    Joined.At at = open(1);
    came(at, 2, 1);
    assertThat(book.leave(at.generation(), at.reader(), 5 * SECOND)).isTrue();
    assertThat(book.leave(at.generation(), at.reader(), 9 * SECOND)).isFalse();

    book.tidy(35 * SECOND - 1);
    assertThat(forgotten).isEmpty();
    assertThat(book.mayGrow(at.generation())).isTrue();
    // Also when nobody has tidied at that very moment.
    assertThat(join(1, 1, ADA, 35 * SECOND)).isEqualTo(new Joined.Gone());
    book.tidy(35 * SECOND);
    assertThat(forgotten).containsExactly(id(1));
    assertThat(at.generation().forgotten()).isTrue();
    assertThat(book.bytes()).isZero();
  }

  @Test
  void who_comes_back_stops_the_clock() {
    Joined.At at = open(1);
    book.leave(at.generation(), at.reader(), 0);
    assertThat(join(1, 0, ADA, 29 * SECOND)).isInstanceOf(Joined.At.class);
    book.tidy(1_000 * SECOND);
    assertThat(forgotten).isEmpty();
  }

  @Test
  void one_that_has_ended_is_kept_as_long_after_its_last_reader() {
    Joined.At at = open(1);
    book.ended(at.generation(), 0);
    book.tidy(100 * SECOND);
    assertThat(forgotten).isEmpty();
    book.leave(at.generation(), at.reader(), 100 * SECOND);
    book.tidy(129 * SECOND);
    assertThat(forgotten).isEmpty();
    book.tidy(130 * SECOND);
    assertThat(forgotten).containsExactly(id(1));
  }

  @Test
  void without_grace_it_goes_with_its_last_reader() {
    GenerationBook hasty =
        new GenerationBook(
            SETTINGS.withGrace(Duration.ZERO), generation -> forgotten.add(generation.id));
    Joined.At at = hasty.open(id(1), ADA, 7).orElseThrow();
    hasty.tidy(7);
    assertThat(forgotten).isEmpty();
    hasty.leave(at.generation(), at.reader(), 7);
    assertThat(hasty.join(new Position(id(1), 0), ADA, 7)).isEqualTo(new Joined.Gone());
    hasty.tidy(7);
    assertThat(forgotten).containsExactly(id(1));
  }

  @Test
  void nobody_else_finds_it() {
    Joined.At at = open(1);
    came(at, 2, 1);
    Claim other = new Claim("ada", "books.v1.Books/read", ADA.request());

    assertThat(join(1, 1, claim("eve", "question"), 0)).isEqualTo(new Joined.Gone());
    assertThat(join(1, 1, new Claim("", ADA.method(), ADA.request()), 0))
        .isEqualTo(new Joined.Gone());
    assertThat(join(1, 1, other, 0)).isEqualTo(new Joined.Gone());
    assertThat(join(2, 1, ADA, 0)).isEqualTo(new Joined.Gone());
    assertThat(join(1, 1, claim("ada", "another"), 0)).isEqualTo(new Joined.OtherRequest());
    assertThat(join(1, 3, ADA, 0)).isEqualTo(new Joined.Ahead(2));
    assertThat(join(1, 2, new Claim("ada", ADA.method(), Optional.empty()), 0))
        .isInstanceOf(Joined.At.class);
  }

  @Test
  void a_full_log_holds_the_generation_up_until_its_reader_has_read_on() {
    Joined.At at = open(1);
    came(at, 4, 10);
    assertThat(book.mayGrow(at.generation())).isFalse();
    assertThat(read(at, 1)).isEqualTo(1);
    assertThat(book.mayGrow(at.generation())).isTrue();
    // What was read is let go of only then, and only as far as it must be.
    assertThat(at.generation().first()).isEqualTo(2);
  }

  @Test
  void half_of_a_full_log_stays_for_who_comes_back() {
    Joined.At at = open(1);
    came(at, 4, 10);
    assertThat(read(at, 4)).isEqualTo(4);
    assertThat(book.mayGrow(at.generation())).isTrue();
    assertThat(at.generation().first()).isEqualTo(3);
    assertThat(book.bytes()).isEqualTo(20);
    assertThat(join(1, 1, ADA, 0)).isEqualTo(new Joined.Gone());
    assertThat(join(1, 2, ADA, 0)).isInstanceOf(Joined.At.class);
  }

  @Test
  void a_full_log_that_nobody_reads_stays_whole() {
    Joined.At at = open(1);
    came(at, 4, 10);
    read(at, 4);
    book.leave(at.generation(), at.reader(), 0);
    assertThat(book.mayGrow(at.generation())).isFalse();
    assertThat(at.generation().first()).isEqualTo(1);
  }

  @Test
  void the_slowest_reader_loses_nothing_while_it_reads() {
    Joined.At slow = open(1);
    Joined.At fast = follow(1, 0);
    came(slow, 4, 10);
    read(fast, 4);
    assertThat(book.mayGrow(slow.generation())).isFalse();
    book.tidy(29 * SECOND);
    assertThat(read(slow, 1)).isEqualTo(1);
    assertThat(book.mayGrow(slow.generation())).isTrue();
  }

  @Test
  void a_reader_that_stopped_is_let_go_when_it_holds_up_another() {
    Joined.At dead = open(1);
    Joined.At back = follow(1, 0);
    came(dead, 4, 10);
    read(back, 4);
    book.tidy(30 * SECOND);
    assertThat(book.read(dead.generation(), dead.reader(), 30 * SECOND))
        .isEqualTo(new Step.Dropped());
    assertThat(book.mayGrow(back.generation())).isTrue();
    assertThat(read(back, 1)).isZero();
  }

  @Test
  void a_reader_alone_may_be_as_slow_as_it_likes() {
    Joined.At at = open(1);
    came(at, 4, 10);
    book.tidy(10_000 * SECOND);
    assertThat(read(at, 9)).isEqualTo(4);
  }

  @Test
  void when_all_room_is_used_those_that_ended_go_first() {
    Joined.At ended = open(1);
    came(ended, 4, 10);
    book.ended(ended.generation(), 0);
    book.leave(ended.generation(), ended.reader(), 0);
    Joined.At read = open(2);
    came(read, 3, 10);
    Joined.At growing = open(3);
    came(growing, 3, 10);
    assertThat(book.bytes()).isEqualTo(100);

    assertThat(book.mayGrow(growing.generation())).isTrue();
    assertThat(forgotten).containsExactly(id(1));
    assertThat(book.bytes()).isEqualTo(60);
  }

  @Test
  void when_all_room_is_used_each_moves_on_as_its_reader_does() {
    GenerationBook full =
        new GenerationBook(new GenerationSettings(3, 30, 40, Duration.ofSeconds(30)), _ -> {});
    Joined.At one = full.open(id(1), ADA, 0).orElseThrow();
    Joined.At two = full.open(id(2), ADA, 0).orElseThrow();
    full.came(one.generation(), chunk(15));
    full.came(two.generation(), chunk(15));
    assertThat(full.mayGrow(one.generation())).isFalse();
    assertThat(full.read(one.generation(), one.reader(), 0)).isInstanceOf(Step.Chunk.class);
    assertThat(full.mayGrow(one.generation())).isTrue();
    full.came(one.generation(), chunk(30));
    // The other is not held up by that for longer than its own reader.
    assertThat(full.mayGrow(two.generation())).isFalse();
    assertThat(full.read(two.generation(), two.reader(), 0)).isInstanceOf(Step.Chunk.class);
    assertThat(full.mayGrow(two.generation())).isTrue();
  }

  @Test
  void there_are_no_more_than_there_may_be_and_the_oldest_that_ended_makes_room() {
    Joined.At first = open(1);
    Joined.At second = open(2);
    open(3);
    assertThat(book.open(id(4), ADA, 0)).isEmpty();
    book.ended(first.generation(), 0);
    assertThat(book.open(id(4), ADA, 0)).isEmpty();
    book.ended(second.generation(), 0);
    book.leave(second.generation(), second.reader(), 1);
    book.leave(first.generation(), first.reader(), 2);
    assertThat(book.open(id(4), ADA, 2)).isPresent();
    assertThat(forgotten).containsExactly(id(2));
  }

  @Test
  void what_still_comes_of_a_forgotten_one_counts_nothing() {
    Joined.At at = open(1);
    book.forget(at.generation());
    came(at, 3, 10);
    book.forget(at.generation());
    assertThat(book.bytes()).isZero();
    assertThat(forgotten).containsExactly(id(1));
    assertThat(book.all()).isEmpty();
  }
}
