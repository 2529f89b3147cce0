package dev.edgewise.orchestrator.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads around what is kept. */
@Timeout(30)
final class GenerationDeskTest {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Claim ADA = GenerationBookTest.claim("ada", "question");

  private final ManualTime time = new ManualTime();
  private final GenerationDesk desk =
      new GenerationDesk(new GenerationSettings(3, 1_000, 100, GRACE), time, time, new Random(1));
  private final FakeItems source = new FakeItems();

  private static void takes(Follower follower, int chunks) throws InterruptedException {
    for (int i = 0; i < chunks; i++) {
      assertThat(follower.next()).isPresent();
    }
  }

  private static void refuses(ErrorCode code, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void a_client_that_lost_its_connection_goes_on_where_it_was() throws Exception {
    Follower first = desk.begin(ADA, () -> source);
    source.give(5, 1);
    takes(first, 3);
    Position position = first.position();
    assertThat(position.number()).isEqualTo(3);
    first.close();
    source.give(2, 1);
    time.pass(GRACE.minusNanos(1));

    Follower again = desk.follow(position, ADA);
    assertThat(again.generation()).isEqualTo(first.generation());
    assertThat(again.number()).isEqualTo(3);
    takes(again, 4);
    assertThat(again.number()).isEqualTo(7);
    source.complete();
    assertThat(again.next()).isEmpty();
    assertThat(again.outcome().join()).isInstanceOf(Outcome.Completed.class);
    assertThat(desk.counts().resumed()).isEqualTo(1);
  }

  @Test
  void the_call_ends_when_nobody_comes_back() throws Exception {
    Follower first = desk.begin(ADA, () -> source);
    source.give(1, 1);
    takes(first, 1);
    first.close();
    first.close();
    time.pass(GRACE);

    source.awaitClosed();
    refuses(ErrorCode.GENERATION_GONE, () -> desk.follow(first.position(), ADA));
    assertThat(desk.counts().kept()).isZero();
    assertThat(desk.counts().gone()).isEqualTo(1);
    assertThat(time.waiting()).isZero();
  }

  @Test
  void the_call_goes_on_while_one_of_its_readers_is_there() throws Exception {
    Follower first = desk.begin(ADA, () -> source);
    Follower second = desk.follow(new Position(first.generation(), 0), ADA);
    first.close();
    time.pass(GRACE.multipliedBy(3));
    source.give(2, 1);
    takes(second, 2);
    assertThat(source.isClosed()).isFalse();
  }

  @Test
  void what_has_ended_is_told_again_for_a_while() throws Exception {
    Follower first = desk.begin(ADA, () -> source);
    source.give(2, 1);
    takes(first, 1);
    first.close();
    source.fail();
    CompletableFuture<Outcome<Long>> outcome = first.outcome();
    outcome.join();

    Follower again = desk.follow(first.position(), ADA);
    takes(again, 1);
    refuses(ErrorCode.BODY_FAILED, () -> next(again));
    again.close();
    time.pass(GRACE);
    refuses(ErrorCode.GENERATION_GONE, () -> desk.follow(first.position(), ADA));
  }

  private static void next(Follower follower) {
    try {
      Optional<Message> _ = follower.next();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_full_log_holds_the_call_up_and_nothing_is_lost() throws Exception {
    Follower follower = desk.begin(ADA, () -> source);
    source.give(50, 10);
    source.complete();
    // Ten fit, and no more is read before one is taken.
    while (source.given() < 10) {
      Thread.onSpinWait();
    }
    assertThat(source.given()).isEqualTo(10);
    takes(follower, 50);
    assertThat(follower.next()).isEmpty();
    assertThat(source.given()).isEqualTo(50);
  }

  @Test
  void many_readers_get_everything_at_their_own_pace() throws Exception {
    int chunks = 2_000;
    Follower first = desk.begin(ADA, () -> source);
    List<Follower> followers = new ArrayList<>(List.of(first));
    for (int i = 0; i < 7; i++) {
      followers.add(desk.follow(new Position(first.generation(), 0), ADA));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> read = new ArrayList<>();
      for (Follower follower : followers) {
        read.add(
            threads.submit(
                () -> {
                  int count = 0;
                  while (follower.next().isPresent()) {
                    count++;
                    assertThat(follower.number()).isEqualTo(count);
                  }
                  return count;
                }));
      }
      source.give(chunks, 9);
      source.complete();
      for (Future<Integer> count : read) {
        assertThat(count.get()).isEqualTo(chunks);
      }
    }
  }

  @Test
  void a_reader_that_waits_can_be_interrupted() throws Exception {
    Follower follower = desk.begin(ADA, () -> source);
    Thread.currentThread().interrupt();
    assertThatThrownBy(follower::next).isInstanceOf(InterruptedException.class);
    source.give(1, 1);
    takes(follower, 1);
  }

  @Test
  void strangers_find_nothing_and_another_request_is_told_so() {
    Follower follower = desk.begin(ADA, () -> source);
    Position start = follower.position();
    refuses(
        ErrorCode.GENERATION_GONE,
        () -> desk.follow(start, GenerationBookTest.claim("eve", "question")));
    refuses(
        ErrorCode.GENERATION_GONE,
        () -> desk.follow(new Position("abcdefghijklmnopqrstuv", 0), ADA));
    refuses(
        ErrorCode.BAD_REQUEST,
        () -> desk.follow(start, GenerationBookTest.claim("ada", "another")));
    refuses(ErrorCode.BAD_REQUEST, () -> desk.follow(new Position(follower.generation(), 1), ADA));
  }

  @Test
  void there_are_no_more_than_there_may_be_and_a_call_that_cannot_be_made_takes_no_place() {
    for (int i = 0; i < 5; i++) {
      refuses(
          ErrorCode.NO_NODE,
          () ->
              desk.begin(
                  ADA,
                  () -> {
                    throw EdgewiseException.of(ErrorCode.NO_NODE, "none");
                  }));
    }
    for (int i = 0; i < 3; i++) {
      desk.begin(ADA, FakeItems::new);
    }
    refuses(ErrorCode.OVERLOADED, () -> desk.begin(ADA, FakeItems::new));
    assertThat(desk.counts().running()).isEqualTo(3);
  }

  @Test
  void a_desk_that_closes_ends_its_calls_and_takes_no_more() throws Exception {
    Follower follower = desk.begin(ADA, () -> source);
    desk.close();
    refuses(ErrorCode.CANCELLED, () -> next(follower));
    refuses(ErrorCode.CLOSED, () -> desk.begin(ADA, FakeItems::new));
  }

  @Test
  void half_of_a_broken_connection_is_let_go_for_the_other_half() throws Exception {
    Follower dead = desk.begin(ADA, () -> source);
    source.give(30, 10);
    takes(dead, 1);
    Follower back = desk.follow(dead.position(), ADA);
    takes(back, 10);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Message>> more = threads.submit(back::next);
      // It waits, and so does the call.
      while (!more.isDone()) {
        time.pass(GRACE);
      }
      assertThat(more.get()).isPresent();
    }
    refuses(ErrorCode.GENERATION_GONE, () -> next(dead));
  }
}
