package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.EmbedRequest;
import dev.edgewise.sdk.spi.model.EmbedResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EmbedderModelTest {
  private final Clock clock = Clock.system();
  private final NativeThreads natives = new NativeThreads(1, clock);
  private final Lengths lengths = new Lengths();
  private final AtomicInteger opened = new AtomicInteger();
  private final LazyEmbedder embedder = embedder(List.of(new AddingEngine()));
  private final List<String> told = new ArrayList<>();
  private final EmbedderModel model =
      new EmbedderModel(
          embedder,
          natives,
          new ServingListener() {
            @Override
            public void called(String model, String method, boolean ok, Duration took) {
              told.add(model + " " + method + " " + ok);
            }
          },
          clock);

  @AfterEach
  void close() {
    natives.close();
    embedder.close();
  }

  @Test
  void texts_become_points_in_their_order_and_their_tokens_are_counted() throws Exception {
    EmbedResponse response = embed(List.of("a", "four", "a bb"), () -> false);

    assertThat(response.points())
        .extracting(Tensor::toFloats)
        .containsExactly(new float[] {1, 0}, new float[] {4, 0}, new float[] {4, 0});
    assertThat(response.tokens()).isEqualTo(4);
    assertThat(told).containsExactly("lengths Embed true");
  }

  @Test
  void it_is_opened_by_its_first_call_and_only_once() throws Exception {
    assertThat(metadata().state()).isEqualTo("unloaded");
    assertThat(opened).hasValue(0);

    var unused = embed(List.of("a"), () -> false);
    unused = embed(List.of("b"), () -> false);

    assertThat(opened).hasValue(1);
    assertThat(metadata().state()).isEqualTo("ready");
    assertThat(metadata().outputs().getFirst().shape()).containsExactly(2);
  }

  @Test
  void who_gives_up_is_not_waited_for() {
    AtomicInteger looks = new AtomicInteger();
    assertThatExceptionOfType(EdgewiseException.class)
        .isThrownBy(() -> embed(Collections.nCopies(100, "a"), () -> looks.incrementAndGet() > 2))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED))
        .withMessageContaining("16 of 100");
    assertThat(lengths.embedded).hasValue(16);
    assertThat(told).containsExactly("lengths Embed false");
  }

  @Test
  void another_method_is_refused_and_what_is_no_message_too() {
    assertThatExceptionOfType(EdgewiseException.class)
        .isThrownBy(
            () -> model.call(model.service() + "/Infer", Message.EMPTY, context(() -> false)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_METHOD));
    assertThatExceptionOfType(EdgewiseException.class)
        .isThrownBy(
            () -> model.call(model.service() + "/Embed", Message.EMPTY, context(() -> false)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void without_an_engine_that_reads_its_file_there_is_none() {
    assertThat(embedder(List.of()).model()).isEmpty();
    assertThat(embedder.model()).hasValue("lengths");
    assertThat(new LazyEmbedder(Optional.empty(), List.of(), EngineOptions.DEFAULT).model())
        .isEmpty();
  }

  private EmbedResponse embed(List<String> texts, BooleanSupplier cancelled) throws Exception {
    Message request =
        WireWriter.encode(
            ModelCodecs.EMBED_REQUEST, new EmbedRequest(ServingProfile.DEFAULT, texts));
    return WireReader.decode(
        ModelCodecs.EMBED_RESPONSE,
        model.call(model.service() + "/Embed", request, context(cancelled)));
  }

  private ModelMetadata metadata() throws Exception {
    return WireReader.decode(
        ModelCodecs.METADATA,
        model.call(model.service() + "/Metadata", Message.EMPTY, context(() -> false)));
  }

  private CallContext context(BooleanSupplier cancelled) {
    return CallContext.of(
        model.service() + "/Embed",
        "d",
        Label.INTERNAL,
        TraceContext.begin(new Random(1)),
        clock.nanos() + Duration.ofMinutes(1).toNanos(),
        clock,
        cancelled);
  }

  private LazyEmbedder embedder(List<ModelEngine> engines) {
    return new LazyEmbedder(
        Optional.of(
            new TextEmbedder.Provider() {
              @Override
              public String model() {
                return "lengths";
              }

              @Override
              public String format() {
                return new AddingEngine().format();
              }

              @Override
              public TextEmbedder open(List<ModelEngine> ignored, EngineOptions options) {
                opened.incrementAndGet();
                return lengths;
              }
            }),
        engines,
        EngineOptions.DEFAULT);
  }

  /** A text lies where its length is; its tokens are its words. */
  private static final class Lengths implements TextEmbedder {
    private final AtomicInteger embedded = new AtomicInteger();

    @Override
    public String model() {
      return "lengths";
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public float[] embed(String text) {
      embedded.incrementAndGet();
      return new float[] {text.length(), 0};
    }

    @Override
    public OptionalInt tokens(String text) {
      return OptionalInt.of(text.split(" ", -1).length);
    }

    @Override
    public void close() {}
  }
}
