package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Sameness;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.Caching;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Which answers of models are kept for whom. */
final class CacheRulesTest {
  private static final ModelMethods METHODS = new ModelMethods("m");
  private static final Caching ALIKE =
      new Caching(8, 9, Duration.ofMinutes(5), true, 0.9, OptionalDouble.of(0.02));
  private static final ServingProfile KEPT =
      ServingProfile.of(Optional.empty(), Optional.empty(), Optional.of(ALIKE));

  @Test
  void only_a_profile_that_asks_for_it_has_answers_kept() {
    for (ModelKind kind : ModelKind.values()) {
      MethodContract contract = METHODS.contracts(kind).get(1);
      assertThat(CacheRules.of(contract, ServingProfile.DEFAULT)).isEmpty();
      assertThat(CacheRules.of(contract, KEPT).map(CacheRule::timeToLive))
          .contains(Duration.ofMinutes(5));
    }
    assertThat(CacheRules.of(METHODS.metadata().contract(), KEPT)).isEmpty();
  }

  @Test
  void only_a_search_for_captions_has_a_question() {
    assertThat(CacheRules.of(METHODS.nearest().contract(), KEPT).flatMap(CacheRule::semantic))
        .contains(new SemanticRule(2, 0.9, OptionalDouble.of(0.02), Sameness.FIRST));
    assertThat(CacheRules.of(METHODS.generate().contract(), KEPT).flatMap(CacheRule::semantic))
        .isEmpty();
    assertThat(CacheRules.of(METHODS.infer().contract(), KEPT).flatMap(CacheRule::semantic))
        .isEmpty();
  }

  /** The number in the rule is the one in the schema. */
  @Test
  void the_question_is_the_text_of_the_request() {
    assertThat(dev.edgewise.proto.v1.NearestRequest.TEXT_FIELD_NUMBER)
        .isEqualTo(
            CacheRules.of(METHODS.nearest().contract(), KEPT)
                .flatMap(CacheRule::semantic)
                .orElseThrow()
                .textField());
  }

  @Test
  void pictures_are_kept_only_with_a_seed() {
    GenerateRequest drawn =
        new GenerateRequest(
            KEPT, "boot", OptionalInt.empty(), OptionalDouble.empty(), OptionalLong.empty(), 1, "");
    assertThat(asked(drawn)).isEmpty();
    assertThat(asked(drawn.withSeed(7)))
        .hasValueSatisfying(
            asked -> {
              assertThat(asked.caching()).isEqualTo(ALIKE);
              assertThat(WireReader.decode(ModelCodecs.GENERATE_REQUEST, asked.request()))
                  .isEqualTo(drawn.withSeed(7));
            });
  }

  @Test
  void a_stream_of_pictures_is_kept_as_the_pictures_are() {
    GenerateRequest drawn =
        new GenerateRequest(
            KEPT, "boot", OptionalInt.empty(), OptionalDouble.empty(), OptionalLong.empty(), 1, "");
    MethodContract draw = METHODS.draw().contract();
    assertThat(CacheRules.asked(draw, encoded(drawn))).isEmpty();
    assertThat(CacheRules.asked(draw, encoded(drawn.withSeed(7)))).isPresent();
    assertThat(CacheRules.of(draw, KEPT).flatMap(CacheRule::semantic)).isEmpty();
  }

  @Test
  void a_text_is_kept_only_when_it_would_be_the_same_again() {
    assertThat(asked(OptionalDouble.empty(), OptionalLong.empty())).isEmpty();
    assertThat(asked(OptionalDouble.of(0.5), OptionalLong.empty())).isEmpty();
    assertThat(asked(OptionalDouble.of(0), OptionalLong.empty())).isPresent();
    assertThat(asked(OptionalDouble.of(0.5), OptionalLong.of(3))).isPresent();
    assertThat(CacheRules.of(METHODS.complete().contract(), KEPT).flatMap(CacheRule::semantic))
        .isEmpty();
  }

  private static Optional<CacheRules.Asked> asked(OptionalDouble temperature, OptionalLong seed) {
    return CacheRules.asked(
        METHODS.complete().contract(),
        WireWriter.encode(
            ModelCodecs.COMPLETE_REQUEST,
            new CompleteRequest(
                KEPT,
                "once",
                List.of(),
                OptionalInt.empty(),
                temperature,
                OptionalDouble.empty(),
                0,
                seed,
                List.of(),
                0,
                0)));
  }

  private static Message encoded(GenerateRequest request) {
    return WireWriter.encode(ModelCodecs.GENERATE_REQUEST, request);
  }

  @Test
  void a_priority_and_the_order_of_fields_part_nothing() throws Exception {
    NamedTensor input = new NamedTensor("x", Tensor.ofFloats(List.of(2), new float[] {1, 2}));
    Message urgent = infer(new InferRequest(KEPT, "3", List.of(input), List.of("y"), 1));
    Message usual = infer(new InferRequest(KEPT, "3", List.of(input), List.of("y"), 0));
    assertThat(asked(urgent)).isEqualTo(asked(usual)).isNotEqualTo(usual);

    byte[] text = {2 << 3 | 2, 1, 'x'};
    byte[] profile =
        dev.edgewise.proto.v1.NearestRequest.newBuilder()
            .setProfile(
                dev.edgewise.proto.v1.ServingProfile.parseFrom(
                    WireWriter.encode(ModelCodecs.SERVING_PROFILE, KEPT).bytes()))
            .build()
            .toByteArray();
    assertThat(nearest(text, profile)).isEqualTo(nearest(profile, text)).isNotEmpty();
  }

  @Test
  void what_was_asked_for_parts_what_is_kept() {
    NamedTensor input = new NamedTensor("x", Tensor.ofFloats(List.of(2), new float[] {1, 2}));
    NamedTensor other = new NamedTensor("x", Tensor.ofFloats(List.of(1, 2), new float[] {1, 2}));
    ServingProfile longer =
        ServingProfile.of(
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new Caching(8, 9, Duration.ofMinutes(6), true, 0.9, OptionalDouble.of(0.02))));
    assertThat(
            List.of(
                asked(infer(new InferRequest(KEPT, "", List.of(input), List.of(), 0))),
                asked(infer(new InferRequest(KEPT, "1", List.of(input), List.of(), 0))),
                asked(infer(new InferRequest(KEPT, "", List.of(other), List.of(), 0))),
                asked(infer(new InferRequest(KEPT, "", List.of(input), List.of("y"), 0))),
                asked(infer(new InferRequest(longer, "", List.of(input), List.of(), 0)))))
        .doesNotHaveDuplicates();
  }

  @Test
  void what_cannot_be_read_is_said_as_running_it_would() {
    assertThatThrownBy(
            () ->
                CacheRules.asked(
                    METHODS.nearest().contract(), Message.of(new byte[] {2 << 3 | 2, 9})))
        .isInstanceOf(MalformedMessage.class);
    assertThat(CacheRules.asked(METHODS.metadata().contract(), Message.of(new byte[] {9})))
        .isEmpty();
  }

  private static Optional<CacheRules.Asked> asked(GenerateRequest request) {
    return CacheRules.asked(
        METHODS.generate().contract(), WireWriter.encode(ModelCodecs.GENERATE_REQUEST, request));
  }

  private static Message infer(InferRequest request) {
    return WireWriter.encode(ModelCodecs.INFER_REQUEST, request);
  }

  /** By their bytes: messages are equal only to themselves. */
  private static String asked(Message request) {
    return CacheRules.asked(METHODS.infer().contract(), request)
        .map(asked -> java.util.HexFormat.of().formatHex(asked.request().bytes()))
        .orElseThrow();
  }

  private static String nearest(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return CacheRules.asked(METHODS.nearest().contract(), Message.of(both))
        .map(asked -> java.util.HexFormat.of().formatHex(asked.request().bytes()))
        .orElse("");
  }
}
