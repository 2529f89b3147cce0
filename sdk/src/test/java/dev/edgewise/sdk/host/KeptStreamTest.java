package dev.edgewise.sdk.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.ChainKey;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeptStreamTest {
  private static final CallCaching.Question QUESTION =
      new CallCaching.Question(
          "s", new CacheRule(Duration.ofHours(1), Optional.empty()), Message.EMPTY);

  private final Keeping caching = new Keeping();
  private int runs;

  /** Keeps one answer. */
  private static final class Keeping implements CallCaching {
    Optional<Message> kept = Optional.empty();

    @Override
    public <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
        throws E, InterruptedException {
      if (kept.isPresent()) {
        return new Answer(kept.get(), CacheNote.NONE);
      }
      Message answer = run.run(context);
      kept = Optional.of(answer);
      return new Answer(answer, CacheNote.NONE);
    }

    @Override
    public boolean wrong(String decisionId) {
      return false;
    }

    @Override
    public void close() {}
  }

  /** Takes items down; says after some that it wants no more. */
  private static final class Taking implements ItemSink {
    final List<Integer> taken = new ArrayList<>();
    int most = Integer.MAX_VALUE;

    @Override
    public void opened() {}

    @Override
    public void item(Message item) throws InterruptedException {
      if (taken.size() == most) {
        throw new InterruptedException("nobody wants more");
      }
      taken.add((int) item.bytes()[0]);
    }
  }

  private static CallContext context() {
    return CallContext.of(
        "s/m",
        "d",
        Label.PUBLIC,
        TraceContext.begin(new Random(1)),
        Long.MAX_VALUE / 2,
        Clock.system(),
        () -> false);
  }

  private static CallContext context(RunningGeneration running) {
    return context().in(running);
  }

  private static RunningGeneration having(int chunks) {
    List<Message> emitted = new ArrayList<>();
    for (int i = 1; i <= chunks; i++) {
      emitted.add(Message.of(new byte[] {(byte) i}));
    }
    return new RunningGeneration(
        "g",
        1,
        1,
        emitted,
        Optional.empty(),
        ChainKey.root(List.of()),
        RunningGeneration.Keeper.NONE);
  }

  private void five(CallContext context, ItemSink sink, int bytes) throws InterruptedException {
    runs++;
    sink.opened();
    int from = context.generation().map(running -> (int) running.given()).orElse(0);
    for (int i = from + 1; i <= 5; i++) {
      byte[] item = new byte[bytes];
      item[0] = (byte) i;
      sink.item(Message.of(item));
    }
  }

  private List<Integer> stream(CallContext context, Taking taking, int bytes)
      throws InterruptedException {
    ItemSink sink =
        context
            .generation()
            .<ItemSink>map(running -> new GenerationItems(running, taking, "s/m"))
            .orElse(taking);
    CacheNote unused =
        KeptStream.<RuntimeException>run(
            caching, QUESTION, context, sink, (shared, out) -> five(shared, out, bytes));
    return taking.taken;
  }

  @Test
  void what_was_streamed_once_comes_at_once_the_next_time() throws Exception {
    assertThat(stream(context(), new Taking(), 1)).containsExactly(1, 2, 3, 4, 5);
    assertThat(stream(context(), new Taking(), 1)).containsExactly(1, 2, 3, 4, 5);
    assertThat(runs).isEqualTo(1);
    assertThat(stream(context(having(3)), new Taking(), 1))
        .as("who has some of them gets the rest")
        .containsExactly(4, 5);
  }

  @Test
  void a_stream_that_went_on_here_is_kept_whole() throws Exception {
    RunningGeneration running = having(2);
    running.continueFrom(2);
    assertThat(stream(context(running), new Taking(), 1)).containsExactly(3, 4, 5);
    assertThat(stream(context(), new Taking(), 1)).containsExactly(1, 2, 3, 4, 5);
    assertThat(runs).isEqualTo(1);
  }

  @Test
  void what_was_kept_of_another_cut_is_not_mixed_with_what_a_caller_has() throws Exception {
    caching.kept = Optional.of(ItemList.of(List.of(Message.of(new byte[] {12}))));
    assertThat(stream(context(having(2)), new Taking(), 1)).containsExactly(3, 4, 5);
    assertThat(runs).isEqualTo(1);
    assertThat(stream(context(), new Taking(), 1)).containsExactly(12);
  }

  @Test
  void a_reader_that_goes_ends_it_for_itself_only() throws Exception {
    Taking first = new Taking();
    first.most = 2;
    assertThat(stream(context(), first, 1)).containsExactly(1, 2);
    assertThat(stream(context(), new Taking(), 1)).containsExactly(1, 2, 3, 4, 5);
    assertThat(runs).isEqualTo(1);
  }

  @Test
  void one_that_is_too_long_is_streamed_and_not_kept() throws Exception {
    assertThat(stream(context(), new Taking(), 1 << 20)).containsExactly(1, 2, 3, 4, 5);
    assertThat(caching.kept).isEmpty();
    assertThat(stream(context(), new Taking(), 1 << 20)).containsExactly(1, 2, 3, 4, 5);
    assertThat(runs).isEqualTo(2);
  }
}
