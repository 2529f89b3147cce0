package dev.edgewise.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.agent.serve.GenerationView.State;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.spi.model.Picture;
import dev.edgewise.sdk.spi.model.Preview;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.sdk.spi.model.TextChunk;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the board is told of a stream by what its caller is sent. */
final class WatchedItemsTest {
  private static final MethodContract TEXT = new ModelMethods("gemma").complete().contract();
  private static final MethodContract DRAW = new ModelMethods("fashion").draw().contract();

  private final ManualClock clock = new ManualClock();
  private final Recomputed recomputed = new Recomputed();
  private final GenerationBoard board = new GenerationBoard(clock, recomputed);
  private final List<Message> sent = new ArrayList<>();
  private int opened;

  private static <T> Message encoded(Codec<T> codec, T value) {
    return WireWriter.encode(codec, value);
  }

  private static Message text(int tokens) {
    return encoded(
        ModelCodecs.TEXT_CHUNK, new TextChunk("a", new long[tokens], "", Optional.empty()));
  }

  private static GenerateRequest boot() {
    return new GenerateRequest(
        ServingProfile.DEFAULT,
        "a boot",
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        1,
        "");
  }

  private CallContext context(MethodContract method) {
    return CallContext.of(
        method.fullName(),
        "d1",
        Label.INTERNAL,
        TraceContext.begin(new Random(1)),
        clock.nanos() + 1_000_000_000L,
        clock,
        () -> false);
  }

  private static RunningGeneration after(CallContext context, long epoch, List<Message> emitted) {
    return new RunningGeneration(
        "g1",
        epoch,
        7,
        emitted,
        Optional.empty(),
        RunningGeneration.rootOf(context, Message.EMPTY, 7),
        RunningGeneration.Keeper.NONE);
  }

  /** As the host's sink does it: what the caller has already goes nowhere. */
  private ItemSink to(Optional<RunningGeneration> generation) {
    return new ItemSink() {
      @Override
      public void opened() {
        opened++;
      }

      @Override
      public void item(Message item) {
        if (generation.map(RunningGeneration::gives).orElse(true)) {
          sent.add(item);
        }
      }
    };
  }

  private GenerationBoard.Part begin(
      MethodContract method, Message request, long leg, List<Message> emitted) {
    return board.begin("d1", method.fullName(), (int) leg, emitted, Progress.of(method, request));
  }

  private WatchedItems watch(MethodContract method, Message request) {
    return new WatchedItems(
        to(Optional.empty()), begin(method, request, 1, List.of()), Optional.empty());
  }

  private WatchedItems watch(RunningGeneration generation) {
    return new WatchedItems(
        to(Optional.of(generation)),
        begin(
            TEXT,
            encoded(ModelCodecs.COMPLETE_REQUEST, CompleteRequest.of("once")),
            generation.epoch(),
            generation.emitted()),
        Optional.of(generation));
  }

  private GenerationView view() {
    return board.now(1).get(0);
  }

  @Test
  void a_text_is_counted_in_tokens_of_as_many_as_were_asked_for() throws InterruptedException {
    WatchedItems items =
        watch(TEXT, encoded(ModelCodecs.COMPLETE_REQUEST, CompleteRequest.of("once upon")));
    items.opened();
    assertThat(opened).isEqualTo(1);
    items.item(text(3));
    items.item(text(1));
    assertThat(view().unit()).isEqualTo(Progress.Unit.TOKEN);
    assertThat(view().done()).isEqualTo(4);
    assertThat(view().of()).isEqualTo(1_024);
    assertThat(view().chunks()).isEqualTo(2);
    assertThat(view().leg()).isEqualTo(1);
  }

  @Test
  void a_drawing_is_counted_in_steps_of_all_its_pictures() throws InterruptedException {
    GenerateRequest two = boot().withCount(2);
    WatchedItems items = watch(DRAW, encoded(ModelCodecs.GENERATE_REQUEST, two));
    Picture picture = new Picture(ByteBuffer.wrap(new byte[] {1}), 1, 1, 0);
    assertThat(view().of()).isZero();
    items.item(preview(picture, 1, 10));
    assertThat(view().unit()).isEqualTo(Progress.Unit.STEP);
    assertThat(view().done()).isEqualTo(40);
    assertThat(view().of()).isEqualTo(60);
    items.item(
        encoded(
            ModelCodecs.DRAW_EVENT,
            new DrawEvent.Finished(
                new GenerateResponse(List.of(picture, picture), "boot", 1, 30, 3))));
    assertThat(view().done()).isEqualTo(60);
  }

  private static Message preview(Picture picture, int index, int step) {
    return encoded(
        ModelCodecs.DRAW_EVENT, new DrawEvent.Previewed(new Preview(picture, index, step, 30)));
  }

  @Test
  void what_the_caller_has_already_is_not_counted_again_and_is_told_as_work_done_twice()
      throws InterruptedException {
    WatchedItems items = watch(after(context(TEXT), 2, List.of(text(1), text(2))));
    assertThat(view().done()).isEqualTo(3);
    assertThat(view().had()).isEqualTo(2);
    items.item(text(1));
    items.item(text(2));
    assertThat(view().chunks()).isEqualTo(2);
    items.item(text(4));
    assertThat(view().chunks()).isEqualTo(3);
    assertThat(view().done()).isEqualTo(7);
    assertThat(view().leg()).isEqualTo(2);
    assertThat(sent).hasSize(1);
    assertThat(recomputed.count).isEqualTo(1);
  }

  @Test
  void a_body_that_goes_on_where_its_caller_is_repeats_nothing() throws InterruptedException {
    RunningGeneration generation = after(context(TEXT), 2, List.of(text(1), text(2)));
    WatchedItems items = watch(generation);
    generation.continueFrom(2);
    items.item(text(4));
    assertThat(view().chunks()).isEqualTo(3);
    assertThat(recomputed.count).isZero();
  }

  @Test
  void one_that_begins_does_no_work_twice() throws InterruptedException {
    watch(after(context(TEXT), 1, List.of())).item(text(1));
    assertThat(recomputed.count).isZero();
  }

  @Test
  void checkpoints_are_told_and_left_to_whoever_keeps_them() {
    List<String> told = new ArrayList<>();
    GenerationBoard.Part part =
        begin(DRAW, encoded(ModelCodecs.GENERATE_REQUEST, boot()), 2, List.of());
    RunningGeneration.Keeper keeper =
        new WatchedKeeper(
            new RunningGeneration.Keeper() {
              @Override
              public boolean wants(long bytes, Duration cost) {
                return bytes == 3;
              }

              @Override
              public void keep(Checkpoint checkpoint) {
                told.add("keep " + checkpoint.step());
              }

              @Override
              public Optional<ByteBuffer> fetch(Checkpoint checkpoint) {
                return Optional.of(checkpoint.state());
              }

              @Override
              public void notResumed(String because) {
                told.add(because);
              }

              @Override
              public void resumed(Checkpoint checkpoint) {
                told.add("resumed " + checkpoint.step());
              }
            },
            part);
    ChainKey root = RunningGeneration.rootOf(context(DRAW), Message.EMPTY, 7);
    Checkpoint checkpoint =
        Checkpoint.of(root, 12, 0, Duration.ofSeconds(1), ByteBuffer.wrap(new byte[300]));
    keeper.resumed(checkpoint);
    assertThat(view().done()).isEqualTo(12);
    assertThat(view().kept()).isEmpty();
    keeper.keep(checkpoint);
    assertThat(view().kept()).contains(new GenerationView.Kept(12, 300));
    keeper.notResumed("foreign");
    keeper.notResumed("again");
    assertThat(recomputed.count).isEqualTo(1);
    assertThat(keeper.fetch(checkpoint)).contains(checkpoint.state());
    assertThat(keeper.wants(3, Duration.ZERO)).isTrue();
    assertThat(keeper.wants(4, Duration.ZERO)).isFalse();
    assertThat(told).containsExactly("resumed 12", "keep 12", "foreign", "again");
  }

  @Test
  void a_chunk_that_nobody_took_does_not_count() {
    ItemSink gone =
        new ItemSink() {
          @Override
          public void opened() {}

          @Override
          public void item(Message item) throws InterruptedException {
            throw new InterruptedException("nobody wants more");
          }
        };
    WatchedItems items =
        new WatchedItems(gone, begin(TEXT, Message.EMPTY, 1, List.of()), Optional.empty());
    assertThatThrownBy(() -> items.item(text(1))).isInstanceOf(InterruptedException.class);
    assertThat(view().chunks()).isZero();
  }

  @Test
  void what_cannot_be_read_counts_for_nothing_and_fails_nothing() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      WatchedItems items = watch(random.nextBoolean() ? TEXT : DRAW, Message.of(bytes));
      random.nextBytes(bytes);
      items.item(Message.of(bytes));
      assertThat(view().chunks()).isEqualTo(1);
    }
  }

  @Test
  void how_a_body_ended_is_how_its_generation_did() {
    assertThat(State.of(Optional.empty())).isEqualTo(State.COMPLETED);
    assertThat(State.of(Optional.of(ErrorCode.CANCELLED))).isEqualTo(State.GONE);
    assertThat(State.of(Optional.of(ErrorCode.FAULT))).isEqualTo(State.FAILED);
  }

  private static final class Recomputed implements GenerationMeter {
    private int count;

    @Override
    public void recomputed(String method) {
      count++;
    }
  }
}
