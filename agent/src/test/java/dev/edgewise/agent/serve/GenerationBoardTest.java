package dev.edgewise.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.serve.GenerationView.Kept;
import dev.edgewise.agent.serve.GenerationView.State;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What people are told of generations, on a clock of the test's. */
final class GenerationBoardTest {
  private static final String METHOD = "a.v1.A/write";
  private static final List<State> ENDS = List.of(State.COMPLETED, State.FAILED, State.GONE);
  private static final Message CHUNK = Message.of(new byte[] {8, 1});

  private final ManualClock clock = new ManualClock();
  private final Heard heard = new Heard();
  private final GenerationBoard board = new GenerationBoard(clock, heard);

  private GenerationBoard.Part begin(String call, int leg, int had) {
    return board.begin(call, METHOD, leg, Collections.nCopies(had, CHUNK), Progress.ofChunks());
  }

  private void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  private GenerationView only() {
    List<GenerationView> all = board.now(32);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void one_that_runs_says_how_far_it_is_how_quick_and_how_long_the_first_chunk_took() {
    GenerationBoard.Part part = begin("d1", 1, 0);
    pass(50);
    assertThat(only().first()).isEmpty();
    assertThat(only().perSecond()).isZero();
    part.chunk(CHUNK);
    for (int i = 0; i < 4; i++) {
      pass(20);
      part.chunk(CHUNK);
    }
    pass(5);
    GenerationView view = only();
    assertThat(view.state()).isEqualTo(State.RUNNING);
    assertThat(view.chunks()).isEqualTo(5);
    assertThat(view.first()).contains(Duration.ofMillis(50));
    assertThat(view.perSecond()).isEqualTo(50);
    assertThat(view.running()).isEqualTo(Duration.ofMillis(135));
    assertThat(heard.words).containsExactly("began 1", "first 50", "made 5 CHUNK");
  }

  @Test
  void one_that_came_from_another_node_counts_what_its_caller_had_but_only_its_own_speed() {
    GenerationBoard.Part part = begin("d1", 2, 17);
    assertThat(only().chunks()).isEqualTo(17);
    assertThat(only().done()).isEqualTo(17);
    pass(100);
    part.chunk(CHUNK);
    pass(10);
    part.chunk(CHUNK);
    GenerationView view = only();
    assertThat(view.leg()).isEqualTo(2);
    assertThat(view.had()).isEqualTo(17);
    assertThat(view.chunks()).isEqualTo(19);
    assertThat(view.done()).isEqualTo(19);
    assertThat(view.perSecond()).isEqualTo(100);
    assertThat(heard.words).containsExactly("began 2", "first 100", "made 2 CHUNK");
  }

  @Test
  void an_ended_one_is_shown_for_ten_seconds_and_stands_still() {
    GenerationBoard.Part part = begin("d1", 1, 0);
    pass(30);
    part.chunk(CHUNK);
    part.kept(4, 300);
    pass(5);
    part.ended(State.COMPLETED);
    part.ended(State.FAILED);
    part.chunk(CHUNK);
    part.kept(5, 999);
    pass(9_900);
    GenerationView view = only();
    assertThat(view.state()).isEqualTo(State.COMPLETED);
    assertThat(view.chunks()).isEqualTo(1);
    assertThat(view.kept()).contains(new Kept(4, 300));
    assertThat(view.running()).isEqualTo(Duration.ofMillis(35));
    assertThat(board.running()).isZero();
    pass(200);
    assertThat(board.now(32)).isEmpty();
    assertThat(heard.words).endsWith("kept 300", "ended COMPLETED");
  }

  @Test
  void those_that_run_come_first_newest_first_and_no_more_than_asked_for() {
    GenerationBoard.Part first = begin("d1", 1, 0);
    begin("d2", 1, 0);
    begin("d3", 1, 0);
    first.ended(State.GONE);
    assertThat(board.now(32)).extracting(GenerationView::call).containsExactly("d3", "d2", "d1");
    assertThat(board.now(2)).extracting(GenerationView::call).containsExactly("d3", "d2");
  }

  @Test
  void of_those_that_ended_the_newest_come_first_and_the_oldest_goes() {
    for (int i = 1; i <= GenerationBoard.MOST_ENDED + 1; i++) {
      begin("d" + i, 1, 0).ended(State.COMPLETED);
    }
    assertThat(board.now(32))
        .extracting(GenerationView::call)
        .hasSize(GenerationBoard.MOST_ENDED)
        .startsWith("d17", "d16")
        .endsWith("d2");
  }

  @Test
  void how_quick_it_was_is_told_at_its_end_and_not_where_nobody_can_tell() {
    GenerationBoard.Part burst = begin("d1", 0, 0);
    burst.chunk(CHUNK);
    burst.chunk(CHUNK);
    assertThat(only().perSecond()).isZero();
    assertThat(only().leg()).isEqualTo(1);
    burst.ended(State.GONE);
    assertThat(heard.perSecond).isZero();
    GenerationBoard.Part slow = begin("d2", 1, 0);
    slow.chunk(CHUNK);
    pass(500);
    slow.chunk(CHUNK);
    slow.ended(State.FAILED);
    assertThat(heard.perSecond).isEqualTo(2);
  }

  @Test
  void however_many_come_and_go_the_board_stays_small() {
    SplittableRandom random = new SplittableRandom(5);
    List<GenerationBoard.Part> open = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      if (open.isEmpty() || (open.size() < 40 && random.nextBoolean())) {
        open.add(begin("d" + i, 1 + random.nextInt(3), random.nextInt(5)));
      } else {
        GenerationBoard.Part part = open.get(random.nextInt(open.size()));
        part.chunk(CHUNK);
        if (random.nextInt(3) == 0) {
          part.ended(ENDS.get(random.nextInt(ENDS.size())));
          open.remove(part);
        }
      }
      pass(random.nextInt(200));
      List<GenerationView> all = board.now(1_000);
      assertThat(all.stream().filter(view -> view.state() == State.RUNNING)).hasSize(open.size());
      assertThat(all.size() - open.size()).isBetween(0, GenerationBoard.MOST_ENDED);
      assertThat(board.running()).isEqualTo(open.size());
    }
  }

  private static final class Heard implements GenerationMeter {
    private final List<String> words = new ArrayList<>();
    private long made;
    private double perSecond;

    private void say(String word) {
      words.add(word);
    }

    @Override
    public void began(String method, int leg) {
      say("began " + leg);
    }

    @Override
    public void firstChunk(String method, long nanos) {
      say("first " + nanos / 1_000_000);
    }

    @Override
    public void made(String method, Progress.Unit unit, long units) {
      made += units;
      words.removeIf(word -> word.startsWith("made"));
      say("made " + made + " " + unit);
    }

    @Override
    public void kept(String method, long bytes) {
      say("kept " + bytes);
    }

    @Override
    public void ended(String method, State state, Progress.Unit unit, double perSecond) {
      say("ended " + state);
      this.perSecond = perSecond;
    }
  }
}
