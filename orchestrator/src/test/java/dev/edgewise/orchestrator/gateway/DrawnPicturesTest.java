package dev.edgewise.orchestrator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.Picture;
import dev.edgewise.sdk.spi.model.Preview;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class DrawnPicturesTest {
  private static final Picture PICTURE = new Picture(ByteBuffer.allocate(3), 1, 1, 7);
  private static final GenerateResponse RESPONSE =
      new GenerateResponse(List.of(PICTURE), "boot", 0.5, 3, 1);
  private static final Outcome<Message> AT_ONCE =
      new Outcome.Failed<>(EdgewiseException.of(ErrorCode.BODY_FAILED, "no"), "x", Duration.ZERO);

  @Test
  void the_pictures_at_the_end_of_a_stream_are_the_answer() {
    Played played =
        new Played(
            completed(),
            new DrawEvent.Previewed(new Preview(PICTURE, 0, 1, 3)),
            new DrawEvent.Finished(RESPONSE));
    Outcome<Message> outcome = collected(played).join();
    assertThat(WireReader.decode(ModelCodecs.GENERATE_RESPONSE, outcome.orThrow()))
        .isEqualTo(RESPONSE);
    assertThat(outcome.decisionId()).isEqualTo("decision");
    assertThat(played.closed.getCount()).isZero();
  }

  @Test
  void a_stream_without_pictures_is_a_bad_answer() {
    assertThat(collected(new Played(completed())).join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause().code()).isEqualTo(ErrorCode.BAD_ANSWER));
  }

  @Test
  void what_is_too_large_for_a_chunk_is_asked_for_at_once() {
    assertThat(collected(new Played(failed(ErrorCode.TOO_LARGE))).join()).isSameAs(AT_ONCE);
  }

  @Test
  void what_a_stream_fails_with_is_what_the_call_fails_with() {
    assertThat(collected(new Played(failed(ErrorCode.UNKNOWN_PROMPT))).join())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause().code()).isEqualTo(ErrorCode.UNKNOWN_PROMPT));
  }

  @Test
  void who_has_gone_gives_the_stream_up() throws InterruptedException {
    Played played = new Played(new CompletableFuture<>());
    assertThat(collected(played).cancel(true)).isTrue();
    played.closed.await();
  }

  private static CompletableFuture<Outcome<Message>> collected(Played played) {
    return DrawnPictures.collect(played, () -> CompletableFuture.completedFuture(AT_ONCE));
  }

  private static CompletableFuture<Outcome<Long>> completed() {
    Node node = new Node("nyc", Tier.EDGE, new Site("shop", Trust.OWN));
    return CompletableFuture.completedFuture(
        new Outcome.Completed<>(1L, node, new Escalation.None(), "decision", Duration.ZERO));
  }

  private static CompletableFuture<Outcome<Long>> failed(ErrorCode code) {
    return CompletableFuture.completedFuture(
        new Outcome.Failed<>(EdgewiseException.of(code, "no"), "decision", Duration.ZERO));
  }

  /** A stream that a test wrote; one whose end nobody knows waits until it is closed. */
  private static final class Played implements Items<Message> {
    private final Deque<Message> coming = new ArrayDeque<>();
    private final CompletableFuture<Outcome<Long>> outcome;
    private final CountDownLatch closed = new CountDownLatch(1);

    Played(CompletableFuture<Outcome<Long>> outcome, DrawEvent... events) {
      this.outcome = outcome;
      for (DrawEvent event : events) {
        coming.add(WireWriter.encode(ModelCodecs.DRAW_EVENT, event));
      }
    }

    @Override
    public Optional<Message> next() throws InterruptedException {
      if (!coming.isEmpty()) {
        return Optional.of(coming.removeFirst());
      }
      if (!outcome.isDone()) {
        closed.await();
        return Optional.empty();
      }
      if (outcome.join() instanceof Outcome.Failed<Long> failed) {
        throw failed.cause();
      }
      return Optional.empty();
    }

    @Override
    public String decisionId() {
      return "decision";
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public CompletableFuture<Outcome<Long>> outcome() {
      return outcome;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
