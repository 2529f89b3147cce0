package dev.edgewise.sdk.wire.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.util.Durations;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Sameness;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Needs;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.core.UnsureBand;
import dev.edgewise.proto.v1.Cached;
import dev.edgewise.proto.v1.Cascade;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Options;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service here takes a {@link DecisionRecord}, which has fields of every kind. */
final class DynamicServicesTest {
  private static final String METHOD = "shop.v1.Shop/buy";

  private final DynamicServices services = DynamicServices.of(List.of(set().toByteArray()));

  @Test
  void jsonBecomesAMessageAndAMessageBecomesJson() throws Exception {
    byte[] request =
        services.request(
            METHOD,
            "{\"id\": \"a\", \"requestBytes\": \"9007199254740993\", \"deadline\": \"1.5s\","
                + " \"time\": \"2026-11-24T22:02:46Z\", \"preferred_tier\": \"TIER_EDGE\","
                + " \"steps\": [{\"answer\": \"x\"}]}");

    DecisionRecord record = DecisionRecord.parseFrom(request);
    assertThat(record.getRequestBytes()).isEqualTo(9_007_199_254_740_993L);
    assertThat(record.getDeadline()).isEqualTo(Durations.fromMillis(1_500));
    assertThat(record.getSteps(0).getAnswer()).isEqualTo("x");
    assertThat(services.response(METHOD, request))
        .contains("\"requestBytes\":\"9007199254740993\"", "\"deadline\":\"1.500s\"")
        .contains("\"idempotent\":false")
        .doesNotContain("\n");
  }

  @Test
  void knowsWhatAMethodPromises() {
    assertThat(services.methods()).containsExactly("shop.v1.Shop/ask", METHOD);
    assertThat(services.contract(METHOD))
        .isEqualTo(
            new MethodContract(
                    "shop.v1.Shop",
                    "buy",
                    Tier.CLOUD,
                    Duration.ofSeconds(3),
                    true,
                    Label.CONFIDENTIAL,
                    Optional.of(new UnsureBand(0.25, 0.5)))
                .needing(new Needs("gpu", 4_000_000_000L))
                .keptBy(
                    new CacheRule(
                        Duration.ofSeconds(90),
                        Optional.of(
                            new SemanticRule(1, 0.9, OptionalDouble.of(0.02), Sameness.EQUAL)))));
    assertThat(services.definition(METHOD).contract())
        .as("as the invoker has it: without a cascade, since no confidence can be read")
        .satisfies(
            contract -> {
              assertThat(contract.cascade()).isEmpty();
              assertThat(contract.needs()).hasValue(new Needs("gpu", 4_000_000_000L));
            });
    assertThat(services.contract("shop.v1.Shop/ask").deadline())
        .isEqualTo(MethodContract.DEFAULT_DEADLINE);
  }

  @ParameterizedTest
  @CsvSource({
    "shop.v1.Shop/buy",
    "Shop/buy",
    "shop.v1.Shop.buy",
    "Shop.buy",
    "v1.Shop/buy",
  })
  void aMethodMayBeWrittenShort(String name) {
    assertThat(services.resolve(name)).isEqualTo(METHOD);
  }

  @ParameterizedTest
  @CsvSource({
    "shop.v1.Shop/by, Did you mean shop.v1.Shop/buy",
    "Shop/BUY, Did you mean shop.v1.Shop/buy",
    "nothing.v1.Like/that, 'There is shop.v1.Shop/ask, shop.v1.Shop/buy.'",
    "'', 'There is shop.v1.Shop/ask, shop.v1.Shop/buy.'",
  })
  void anUnknownMethodIsAnErrorThatHelps(String name, String help) {
    assertThatThrownBy(() -> services.resolve(name))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("EW6008")
        .hasMessageContaining(help);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"idd\": 1}|there is no field \"idd\". Did you mean id?",
        "{\"id\": 1, \"requestBytes\": \"x\"}|\"requestBytes\" must be a whole number",
        "{\"steps\": [{\"answer\": \"a\"}, {\"viewVersion\": true}]}|\"steps[1].viewVersion\" must",
        "{\"steps\": [{\"candidates\": [{\"score\": {\"penalty\": \"much\"}}]}]}"
            + "|\"steps[0].candidates[0].score.penalty\" must be a number",
        "{\"steps\": [{\"candidates\": [{\"score\": {\"penaltty\": 1}}]}]}"
            + "|no field \"steps[0].candidates[0].score.penaltty\". Did you mean penalty?",
        "{\"steps\": {\"answer\": \"a\"}}|\"steps\" must be a list",
        "{\"cascade\": 5}|\"cascade\" must be an object",
        "{\"idempotent\": \"ja\"}|\"idempotent\" must be true or false",
        "{\"preferredTier\": \"EDGE\"}|\"preferredTier\" must be one of \"TIER_UNSPECIFIED\"",
        "{\"deadline\": \"2 minutes\"}|\"deadline\" must be a duration in seconds such as",
        "{\"time\": 5}|\"time\" must be a time such as",
        "{\"id\": {}}|\"id\" must be a text",
        "{\"id\": \"a\"|no valid JSON",
        "{\"id\": \"a\",, }|no valid JSON",
        "[1]|no JSON object",
        "``|no JSON object, but empty",
        "hello|no JSON object",
      })
  void wrongJsonIsAnErrorThatNamesTheField(String json, String words) {
    EdgewiseException error =
        catchThrowableOfType(
            EdgewiseException.class, () -> services.request(METHOD, json == null ? "" : json));

    assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(error)
        .hasMessageContaining(words)
        .hasMessageContaining("Expected is something like {\"id\": \"text\", ");
    assertThat(error.getMessage()).doesNotContain("\n");
  }

  @Test
  void theSkeletonIsItselfARequest() throws Exception {
    String skeleton = services.requestSkeleton(METHOD);

    DecisionRecord record = DecisionRecord.parseFrom(services.request(METHOD, skeleton));

    assertThat(record.getSteps(0).getCandidates(0).getNode()).isEqualTo("text");
  }

  @Test
  void aRequestThatIsTooLargeIsRefusedWithItsSize() {
    String json = "{\"id\": \"" + "x".repeat(5 * 1024 * 1024) + "\"}";
    String larger = "{\"id\": \"" + "x".repeat(9 * 1024 * 1024) + "\"}";

    for (String each : List.of(json, larger)) {
      EdgewiseException error =
          catchThrowableOfType(EdgewiseException.class, () -> services.request(METHOD, each));
      assertThat(error.code()).isEqualTo(ErrorCode.TOO_LARGE);
      assertThat(error.getMessage()).contains("at most", METHOD).hasSizeLessThan(300);
    }
  }

  @Test
  void deeplyNestedJsonIsAnErrorAndNoOverflow() {
    String json = "{\"steps\":".repeat(200_000);

    assertThatThrownBy(() -> services.request(METHOD, json)).isInstanceOf(EdgewiseException.class);
  }

  @Test
  void anAnswerOfAnotherShapeIsAnError() {
    assertThatThrownBy(() -> services.response(METHOD, new byte[] {10, 100, 1}))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("EW6013");
  }

  @Test
  void brokenSetsAreErrors() {
    FileDescriptorSet whole = set();
    FileDescriptorSet lacking = FileDescriptorSet.newBuilder().addFile(shop()).build();
    FileDescriptorProto selfish =
        FileDescriptorProto.newBuilder().setName("a.proto").addDependency("a.proto").build();
    FileDescriptorProto unknownType =
        FileDescriptorProto.newBuilder()
            .setName("b.proto")
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("B")
                    .addField(
                        FieldDescriptorProto.newBuilder()
                            .setName("c")
                            .setNumber(1)
                            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                            .setTypeName(".nowhere.C")))
            .build();

    assertBroken(new byte[] {1, 2, 3}, "no google.protobuf.FileDescriptorSet");
    assertBroken(new byte[5 * 1024 * 1024], "bytes, at most");
    assertBroken(lacking.toByteArray(), "shop.proto imports edgewise/v1/");
    assertBroken(FileDescriptorSet.newBuilder().addFile(selfish).build().toByteArray(), "itself");
    assertBroken(
        FileDescriptorSet.newBuilder().addFile(unknownType).build().toByteArray(), "nowhere.C");
    assertThat(DynamicServices.of(List.of(new byte[0], whole.toByteArray())).methods()).hasSize(2);
  }

  @Test
  void aSetWithRandomBytesIsReadOrRefusedButNothingElse() {
    Random random = new Random(7);
    byte[] set = set().toByteArray();
    for (int i = 0; i < 300; i++) {
      byte[] changed = set.clone();
      for (int j = random.nextInt(8); j >= 0; j--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        DynamicServices read = DynamicServices.of(List.of(changed));
        read.methods().forEach(read::requestSkeleton);
      } catch (EdgewiseException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.BAD_ANSWER);
      }
    }
  }

  private static void assertBroken(byte[] set, String because) {
    assertThatThrownBy(() -> DynamicServices.of(List.of(set)))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("EW6013")
        .hasMessageContaining(because);
  }

  /** A service over {@link DecisionRecord}, with everything that it imports, in no good order. */
  static FileDescriptorSet set() {
    Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    files.put("shop.proto", shop());
    collect(DecisionRecord.getDescriptor().getFile(), files);
    collect(Options.getDescriptor(), files);
    return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> files) {
    files.put(file.getName(), file.toProto());
    file.getDependencies().forEach(imported -> collect(imported, files));
  }

  private static FileDescriptorProto shop() {
    dev.edgewise.proto.v1.MethodOptions promises =
        dev.edgewise.proto.v1.MethodOptions.newBuilder()
            .setTier(dev.edgewise.proto.v1.Tier.TIER_CLOUD)
            .setDeadlineMillis(3_000)
            .setIdempotent(true)
            .setLabel(dev.edgewise.proto.v1.Label.LABEL_CONFIDENTIAL)
            .setNeeds(
                dev.edgewise.proto.v1.Needs.newBuilder()
                    .setAccelerator("gpu")
                    .setMemoryBytes(4_000_000_000L))
            .setCached(
                Cached.newBuilder()
                    .setTimeToLiveMillis(90_000)
                    .setTextField(1)
                    .setSimilarityThreshold(0.9)
                    .setMaxFalseHitRate(0.02))
            .setCascade(Cascade.newBuilder().setUnsureFrom(0.25).setUnsureTo(0.5))
            .build();
    return FileDescriptorProto.newBuilder()
        .setName("shop.proto")
        .setPackage("shop.v1")
        .setSyntax("proto3")
        .addDependency("edgewise/v1/decision.proto")
        .addDependency("edgewise/v1/options.proto")
        .addService(
            ServiceDescriptorProto.newBuilder()
                .setName("Shop")
                .addMethod(
                    method("buy")
                        .setOptions(
                            MethodOptions.newBuilder().setExtension(Options.method, promises)))
                .addMethod(method("ask")))
        .build();
  }

  private static MethodDescriptorProto.Builder method(String name) {
    return MethodDescriptorProto.newBuilder()
        .setName(name)
        .setInputType(".edgewise.v1.DecisionRecord")
        .setOutputType(".edgewise.v1.DecisionRecord");
  }
}
