package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Clock;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.Picture;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import dev.edgewise.serving.pipeline.TinyModel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PictureCallsTest {
  private static final Clock CLOCK = Clock.system();
  private static final String METHOD = "edgewise.models.v1.tiny/Draw";
  private static final int STEPS = 20;
  private static final int COUNT = 2;
  private static final int PREVIEWS = 3;

  @Test
  void previews_come_on_the_way_and_the_pictures_are_those_of_one_answer() throws Exception {
    try (Host host = new Host()) {
      GenerateRequest request = request(7);
      Client client = new Client(request, "acme");
      host.draw(client, Integer.MAX_VALUE);
      assertThat(client.chunks).hasSize(PREVIEWS * COUNT + 1);
      List<String> shown = new ArrayList<>();
      for (Message chunk : client.chunks) {
        if (WireReader.decode(ModelCodecs.DRAW_EVENT, chunk)
            instanceof DrawEvent.Previewed previewed) {
          shown.add(previewed.preview().index() + ":" + previewed.preview().step());
        }
      }
      assertThat(shown).containsExactly("0:5", "0:10", "0:15", "1:5", "1:10", "1:15");
      GenerateResponse answer =
          WireReader.decode(
              ModelCodecs.GENERATE_RESPONSE,
              host.calls.generate(request, deadline(), client.context(Optional.empty())));
      assertThat(finished(client)).isEqualTo(answer.pictures());
    }
  }

  @Test
  void a_node_may_die_after_any_chunk_and_nothing_is_lost_repeated_or_different() throws Exception {
    List<Message> whole = undisturbed(request(7));
    for (int dies = 0; dies < whole.size(); dies++) {
      try (Host first = new Host();
          Host second = new Host()) {
        Client client = new Client(request(7), "acme");
        int chunks = dies;
        assertThatThrownBy(() -> first.draw(client, chunks))
            .isInstanceOf(InterruptedException.class);
        assertThat(client.chunks).hasSize(dies);
        int drawn = first.tiny.steps();
        second.draw(client, Integer.MAX_VALUE);
        assertThat(bytes(client.chunks)).as("after %d chunks", dies).isEqualTo(bytes(whole));
        assertThat(drawn + second.tiny.steps() - STEPS * COUNT)
            .as("steps that were taken twice")
            .isBetween(0, STEPS / 10);
      }
    }
  }

  @Test
  void without_a_seed_the_next_node_begins_with_the_same_noise() throws Exception {
    try (Host first = new Host();
        Host second = new Host();
        Host third = new Host()) {
      Client whole = new Client(unseeded(), "acme");
      first.draw(whole, Integer.MAX_VALUE);
      Client client = new Client(unseeded(), "acme");
      assertThatThrownBy(() -> second.draw(client, 2)).isInstanceOf(InterruptedException.class);
      client.checkpoint = null;
      third.draw(client, Integer.MAX_VALUE);
      assertThat(third.tiny.steps()).isEqualTo(STEPS * COUNT);
      assertThat(bytes(client.chunks)).isEqualTo(bytes(whole.chunks));
    }
  }

  @Test
  void a_checkpoint_of_another_tenant_or_that_was_changed_is_drawn_anew() throws Exception {
    List<Message> whole = undisturbed(request(7));
    try (Host first = new Host();
        Host second = new Host();
        Host third = new Host()) {
      Client acme = new Client(request(7), "acme");
      assertThatThrownBy(() -> first.draw(acme, 4)).isInstanceOf(InterruptedException.class);
      Client other = new Client(request(7), "other");
      other.chunks.addAll(acme.chunks);
      other.checkpoint = acme.checkpoint;
      second.draw(other, Integer.MAX_VALUE);
      assertThat(second.tiny.steps()).as("all of it").isEqualTo(STEPS * COUNT);
      assertThat(bytes(other.chunks)).isEqualTo(bytes(whole));

      Checkpoint good = requireNonNull(acme.checkpoint);
      ByteBuffer changed = ByteBuffer.allocate(good.state().remaining());
      changed.put(good.state()).flip();
      changed.put(20, (byte) (changed.get(20) ^ 1));
      acme.checkpoint = good.withState(changed);
      third.draw(acme, Integer.MAX_VALUE);
      assertThat(third.tiny.steps()).as("all of it").isEqualTo(STEPS * COUNT);
      assertThat(bytes(acme.chunks)).isEqualTo(bytes(whole));
    }
  }

  @Test
  void a_reader_that_takes_nothing_holds_up_no_other_drawing() throws Exception {
    try (Host host = new Host()) {
      CountDownLatch stuck = new CountDownLatch(1);
      CountDownLatch free = new CountDownLatch(1);
      Thread slow =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      host.calls.draw(
                          request(7),
                          deadline(),
                          new Client(request(7), "slow").context(Optional.empty()),
                          new ItemSink() {
                            @Override
                            public void opened() {}

                            @Override
                            public void item(Message item) throws InterruptedException {
                              stuck.countDown();
                              free.await();
                            }
                          });
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      stuck.await();
      // There is one thread for native code.
      Client client = new Client(request(8), "acme");
      host.draw(client, Integer.MAX_VALUE);
      assertThat(client.chunks).hasSize(PREVIEWS * COUNT + 1);
      free.countDown();
      slow.join();
    }
  }

  @Test
  void what_is_refused_was_never_opened() throws Exception {
    try (Host host = new Host()) {
      Client client =
          new Client(
              new GenerateRequest(
                  ServingProfile.DEFAULT,
                  "castle",
                  OptionalInt.empty(),
                  OptionalDouble.empty(),
                  OptionalLong.empty(),
                  1,
                  ""),
              "acme");
      assertThatThrownBy(() -> host.draw(client, Integer.MAX_VALUE))
          .hasMessageContaining("does not know what the prompt is about");
      assertThat(client.opened).isFalse();
    }
  }

  private static List<Message> undisturbed(GenerateRequest request) throws Exception {
    try (Host host = new Host()) {
      Client client = new Client(request, "acme");
      host.draw(client, Integer.MAX_VALUE);
      return client.chunks;
    }
  }

  private static List<Picture> finished(Client client) {
    return ((DrawEvent.Finished) WireReader.decode(ModelCodecs.DRAW_EVENT, client.chunks.getLast()))
        .response()
        .pictures();
  }

  private static List<String> bytes(List<Message> messages) {
    return messages.stream().map(message -> HexFormat.of().formatHex(message.bytes())).toList();
  }

  private static GenerateRequest request(long seed) {
    return unseeded().withSeed(seed);
  }

  private static GenerateRequest unseeded() {
    return new GenerateRequest(
        ServingProfile.DEFAULT,
        "boot",
        OptionalInt.of(STEPS),
        OptionalDouble.of(1.5),
        OptionalLong.empty(),
        COUNT,
        "",
        PREVIEWS);
  }

  /** On any clock. */
  private static long deadline() {
    return Long.MAX_VALUE / 2;
  }

  /** A caller with its log: what it has got, and the newest checkpoint. */
  private static final class Client {
    private final GenerateRequest request;
    private final String tenant;
    private final List<Message> chunks = new ArrayList<>();
    private @Nullable Checkpoint checkpoint;
    private boolean opened;

    Client(GenerateRequest request, String tenant) {
      this.request = request;
      this.tenant = tenant;
    }

    CallContext context(Optional<RunningGeneration> running) {
      CallContext context =
          CallContext.of(
              METHOD,
              "d",
              Label.INTERNAL,
              TraceContext.begin(new Random(1)),
              tenant,
              CacheControl.NONE,
              deadline(),
              CLOCK,
              () -> false);
      return running.map(context::in).orElse(context);
    }

    RunningGeneration running() {
      Message message = WireWriter.encode(ModelCodecs.GENERATE_REQUEST, request);
      return new RunningGeneration(
          "g",
          1,
          99,
          chunks,
          Optional.ofNullable(checkpoint),
          RunningGeneration.rootOf(context(Optional.empty()), message, 99),
          new RunningGeneration.Keeper() {
            @Override
            public boolean wants(long bytes, Duration cost) {
              return true;
            }

            @Override
            public void keep(Checkpoint kept) {
              checkpoint = kept;
            }
          });
    }
  }

  /** A node with a model of its own. */
  private static final class Host implements AutoCloseable {
    private final TinyModel tiny = TinyModel.scribbler(1_000_000);
    private final TextToImagePipeline pipeline = tiny.open();
    private final NativeThreads natives = new NativeThreads(1, CLOCK);
    private final PictureCalls calls =
        new PictureCalls(pipeline, tiny, new Random(3), natives, "model=tiny");

    /** Draws for a client until so many chunks have been handed on; then the node is gone. */
    void draw(Client client, int chunks) throws InterruptedException {
      RunningGeneration running = client.running();
      calls.draw(
          client.request,
          deadline(),
          client.context(Optional.of(running)),
          new ItemSink() {
            @Override
            public void opened() {
              client.opened = true;
            }

            @Override
            public void item(Message item) throws InterruptedException {
              if (client.chunks.size() >= chunks) {
                throw new InterruptedException("dead");
              }
              if (running.gives()) {
                client.chunks.add(item);
              }
            }
          });
    }

    @Override
    public void close() {
      natives.close();
      pipeline.close();
    }
  }
}
