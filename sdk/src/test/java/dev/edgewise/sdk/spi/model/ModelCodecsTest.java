package dev.edgewise.sdk.spi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class ModelCodecsTest {
  private static final int ROUNDS = 400;

  private static final Map<Codec<?>, Function<RandomProtos, MessageLite>> ALL =
      Map.ofEntries(
          entry(ModelCodecs.METADATA_REQUEST, RandomProtos::metadataRequest),
          entry(ModelCodecs.METADATA, RandomProtos::metadata),
          entry(ModelCodecs.INFER_REQUEST, RandomProtos::inferRequest),
          entry(ModelCodecs.INFER_RESPONSE, RandomProtos::inferResponse),
          entry(ModelCodecs.GENERATE_REQUEST, RandomProtos::generateRequest),
          entry(ModelCodecs.GENERATE_RESPONSE, RandomProtos::generateResponse),
          entry(ModelCodecs.NEAREST_REQUEST, RandomProtos::nearestRequest),
          entry(ModelCodecs.NEAREST_RESPONSE, RandomProtos::nearestResponse),
          entry(ModelCodecs.DRAW_EVENT, RandomProtos::drawEvent),
          entry(ModelCodecs.COMPLETE_REQUEST, RandomProtos::completeRequest),
          entry(ModelCodecs.TEXT_CHUNK, RandomProtos::textChunk),
          entry(ModelCodecs.EMBED_REQUEST, RandomProtos::embedRequest),
          entry(ModelCodecs.EMBED_RESPONSE, RandomProtos::embedResponse),
          entry(ModelCodecs.SERVING_PROFILE, RandomProtos::profile));

  private static Map.Entry<Codec<?>, Function<RandomProtos, MessageLite>> entry(
      Codec<?> codec, Function<RandomProtos, MessageLite> next) {
    return Map.entry(codec, next);
  }

  private static <T> Message again(Codec<T> codec, byte[] bytes) {
    return WireWriter.encode(codec, WireReader.decode(codec, Message.of(bytes)));
  }

  @Test
  void what_protobuf_writes_we_read_and_what_we_write_protobuf_reads() {
    ALL.forEach(
        (codec, next) -> {
          RandomProtos protos = new RandomProtos(new Random(5));
          for (int i = 0; i < ROUNDS; i++) {
            MessageLite theirs = next.apply(protos);
            byte[] ours = again(codec, theirs.toByteArray()).bytes();
            assertThat(parsed(theirs, ours)).as(codec.messageName()).isEqualTo(theirs);
            assertThat(ours).as(codec.messageName()).isEqualTo(theirs.toByteArray());
          }
        });
  }

  private static MessageLite parsed(MessageLite type, byte[] bytes) {
    try {
      return type.getParserForType().parseFrom(bytes);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError("protobuf cannot read what we wrote", e);
    }
  }

  @Test
  void bytes_that_are_no_such_message_are_malformed_and_nothing_else_happens() {
    ALL.forEach(
        (codec, next) -> {
          Random random = new Random(6);
          RandomProtos protos = new RandomProtos(random);
          for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = next.apply(protos).toByteArray();
            for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
              bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
              Message unused = again(codec, bytes);
            } catch (MalformedMessage e) {
              assertThat(e).hasMessageNotContaining("null");
            }
          }
        });
  }

  @Test
  void tensors_and_pictures_are_parts_of_the_message_and_not_copied() {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT32, List.of(1, 100_000));
    Message message =
        WireWriter.encode(
            ModelCodecs.INFER_REQUEST,
            new InferRequest(
                ServingProfile.DEFAULT, "", List.of(new NamedTensor("x", tensor)), List.of(), 0));
    tensor.data().put(0, (byte) 42);
    assertThat(message.parts().get(1).get(0)).isEqualTo((byte) 42);
  }

  @Test
  void absent_is_not_zero() throws Exception {
    GenerateRequest bare =
        new GenerateRequest(
            ServingProfile.DEFAULT,
            "a boot",
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            1,
            "");
    var theirs =
        dev.edgewise.proto.v1.GenerateRequest.parseFrom(
            WireWriter.encode(ModelCodecs.GENERATE_REQUEST, bare).bytes());
    assertThat(theirs.hasSteps() || theirs.hasGuidanceScale() || theirs.hasSeed()).isFalse();
    GenerateRequest zero =
        WireReader.decode(
            ModelCodecs.GENERATE_REQUEST,
            Message.of(theirs.toBuilder().setSeed(0).setGuidanceScale(0).build().toByteArray()));
    assertThat(zero.seed()).hasValue(0);
    assertThat(zero.guidanceScale()).hasValue(0);
  }

  @Test
  void what_a_stranger_leaves_out_has_its_default() {
    var generate = dev.edgewise.proto.v1.GenerateRequest.newBuilder().setPrompt("a boot").build();
    assertThat(
            WireReader.decode(ModelCodecs.GENERATE_REQUEST, Message.of(generate.toByteArray()))
                .count())
        .isEqualTo(1);
    var nearest = dev.edgewise.proto.v1.NearestRequest.newBuilder().setText("tea").build();
    assertThat(
            WireReader.decode(ModelCodecs.NEAREST_REQUEST, Message.of(nearest.toByteArray()))
                .limit())
        .isEqualTo(5);
  }

  @Test
  void what_is_out_of_range_is_named_and_not_quoted() {
    var generate = dev.edgewise.proto.v1.GenerateRequest.newBuilder().setPrompt("secret");
    refused(ModelCodecs.GENERATE_REQUEST, generate.clone().setSteps(0).build(), "steps: 0");
    refused(ModelCodecs.GENERATE_REQUEST, generate.clone().setSteps(1001).build(), "1 to 1000");
    refused(ModelCodecs.GENERATE_REQUEST, generate.clone().setCount(11).build(), "count: 11");
    refused(ModelCodecs.GENERATE_REQUEST, generate.clone().setCount(-1).build(), "count: -1");
    refused(
        ModelCodecs.GENERATE_REQUEST,
        generate.clone().setGuidanceScale(Double.NaN).build(),
        "guidanceScale: NaN");
    refused(
        ModelCodecs.GENERATE_REQUEST,
        generate.clone().setPrompt("x".repeat(10_001)).build(),
        "10001 chars");
    refused(ModelCodecs.GENERATE_REQUEST, generate.clone().setPrompt(" ").build(), "prompt: empty");
    refused(
        ModelCodecs.NEAREST_REQUEST,
        dev.edgewise.proto.v1.NearestRequest.newBuilder().setText("x").setLimit(101).build(),
        "limit: 101");
    var many = dev.edgewise.proto.v1.InferRequest.newBuilder();
    for (int i = 0; i < 257; i++) {
      many.addOutputs("x");
    }
    refused(ModelCodecs.INFER_REQUEST, many.build(), "outputs");
    refused(
        ModelCodecs.SERVING_PROFILE,
        dev.edgewise.proto.v1.ServingProfile.newBuilder().setDigest("ABC").build(),
        "digest: 3 chars");
    refused(
        ModelCodecs.BATCHING,
        dev.edgewise.proto.v1.Batching.newBuilder().setMaxBatchSize(1025).build(),
        "maxBatchSize: 1025");
    refused(
        ModelCodecs.BATCHING,
        dev.edgewise.proto.v1.Batching.newBuilder().setTimeoutMicros(60_000_001).build(),
        "timeout_micros: 60000001");
  }

  private static void refused(Codec<?> codec, MessageLite message, String words) {
    assertThatThrownBy(() -> WireReader.decode(codec, Message.of(message.toByteArray())))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining(codec.messageName() + ".")
        .hasMessageContaining(words)
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_digest_is_that_of_the_canonical_bytes_and_a_missing_one_is_filled_in() throws Exception {
    Batching batching = new Batching(32, Duration.ofMillis(100), true, true);
    ServingProfile profile = ServingProfile.of(batching);
    byte[] canonical =
        dev.edgewise.proto.v1.ServingProfile.newBuilder()
            .setBatching(
                dev.edgewise.proto.v1.Batching.newBuilder()
                    .setMaxBatchSize(32)
                    .setTimeoutMicros(100_000)
                    .setShapeAware(true)
                    .setMemoryAware(true))
            .build()
            .toByteArray();
    assertThat(profile.digest())
        .isEqualTo(
            java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(canonical)));
    assertThat(WireReader.decode(ModelCodecs.SERVING_PROFILE, Message.of(canonical)))
        .isEqualTo(profile);
    assertThat(ServingProfile.of(new Batching(16, Duration.ofMillis(100), true, true)).digest())
        .isNotEqualTo(profile.digest());
    assertThat(profile.batching()).isEqualTo(Optional.of(batching));
  }

  @Test
  void who_asks_for_another_accelerator_or_asks_otherwise_has_another_profile() {
    List<ServingProfile> profiles = new ArrayList<>(List.of(ServingProfile.DEFAULT));
    for (String name : List.of("gpu", "tpu-v4")) {
      for (boolean required : List.of(true, false)) {
        Optional<AcceleratorTerms> terms = Optional.of(new AcceleratorTerms(name, required));
        profiles.add(ServingProfile.of(Optional.empty(), terms));
        profiles.add(
            ServingProfile.of(
                Optional.of(new Batching(32, Duration.ofMillis(100), true, true)), terms));
      }
    }
    assertThat(profiles).extracting(ServingProfile::digest).doesNotHaveDuplicates();
    assertThat(ServingProfile.of(Optional.empty(), Optional.empty()))
        .isEqualTo(ServingProfile.DEFAULT);
    refused(
        ModelCodecs.ACCELERATOR_TERMS,
        dev.edgewise.proto.v1.AcceleratorTerms.newBuilder().setName("secret T4").build(),
        "name: 9 chars");
  }

  @Test
  void the_picture_is_the_file_and_nothing_before_or_behind_it() {
    var theirs =
        dev.edgewise.proto.v1.GenerateResponse.newBuilder()
            .addPictures(
                dev.edgewise.proto.v1.Picture.newBuilder()
                    .setPng(ByteString.copyFromUtf8("png"))
                    .setWidth(1))
            .build();
    Picture picture =
        WireReader.decode(ModelCodecs.GENERATE_RESPONSE, Message.of(theirs.toByteArray()))
            .pictures()
            .get(0);
    assertThat(picture.png().remaining()).isEqualTo(3);
    assertThat(picture.png().isReadOnly()).isTrue();
  }
}
