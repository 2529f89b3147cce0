package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.BatchRule;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.MetadataRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.serving.batch.LaneSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingHostTest {

  private final Path folder;
  private final AddingEngine engine = new AddingEngine();

  ServingHostTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void model(String path, String bytes) throws IOException {
    Path file = folder.resolve(path).resolve("model.onnx");
    Files.createDirectories(file.getParent());
    Files.writeString(file, bytes);
  }

  private ServingHost open(Map<String, String> values) {
    return Hosts.open(folder, values, engine);
  }

  private static InferRequest request(String version, NamedTensor... inputs) {
    return new InferRequest(ServingProfile.DEFAULT, version, List.of(inputs), List.of(), 0);
  }

  private static NamedTensor row(String name, float... values) {
    return new NamedTensor(name, Tensor.ofFloats(List.of(1, values.length), values));
  }

  private static float[] infer(ServedModel model, InferRequest request) throws Exception {
    Message answer =
        model.call(
            "edgewise.models.v1.m/Infer",
            WireWriter.encode(ModelCodecs.INFER_REQUEST, request),
            Hosts.call("", Label.INTERNAL));
    InferResponse response = WireReader.decode(ModelCodecs.INFER_RESPONSE, answer);
    assertThat(response.outputs().getFirst().name()).isEqualTo("out");
    return response.outputs().getFirst().tensor().toFloats();
  }

  private static void assertRefused(ErrorCode code, Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void calls_of_batched_methods_run_where_models_run() throws Exception {
    MethodContract contract =
        new MethodContract(
                "shop.v1.Vision",
                "shout",
                Tier.EDGE,
                Duration.ofSeconds(10),
                true,
                Label.INTERNAL,
                Optional.empty())
            .inBatches(new BatchRule(8, Duration.ofMillis(100)));
    try (ServingHost host = open(Map.of());
        CallMerging merging = host.merging().orElseThrow()) {
      CallMerging.Merged<String, String> merged =
          merging.open(contract, items -> items.stream().map(item -> item.value() + "!").toList());
      assertThat(
              merged.call(
                  List.of(new CallMerging.Item<>("a", "lane", Hosts.call("", Label.INTERNAL)))))
          .containsExactly("a!");
      assertThat(host.lanes())
          .singleElement()
          .satisfies(lane -> assertThat(lane.family()).isEqualTo("shop.v1.Vision/shout"));
    }
  }

  @Test
  void what_one_model_took_to_load_tells_what_another_one_will() throws Exception {
    model("fast/1", "1fast");
    model("next/1", "2next");
    try (ServingHost host = open(Map.of("warmupMillis", "0"))) {
      String next = "edgewise.models.v1.next/Infer";
      assertThat(host.states().demand(next).orElseThrow().load())
          .as("a guess")
          .isBetween(Duration.ofMillis(200), Duration.ofMillis(201));
      Duration guess = host.states().demand(next).orElseThrow().load();
      try (TensorModel fast = host.tensors(Hosts.LOADER, "fast")) {
        assertThat(fast.memoryBytes()).isPositive();
      }
      assertThat(host.states().demand(next).orElseThrow().load()).isPositive().isNotEqualTo(guess);
    }
  }

  @Test
  void a_model_of_the_folder_is_a_service_that_loads_when_it_is_called() throws Exception {
    model("m/1", "1");
    model("m/2", "2");
    try (ServingHost host = open(Map.of())) {
      ServedModel model = host.models().getFirst();
      assertThat(model.name()).isEqualTo("m");
      assertThat(model.methods())
          .extracting(each -> each.fullName())
          .containsExactly("edgewise.models.v1.m/Metadata", "edgewise.models.v1.m/Infer");
      assertThat(engine.loads).hasValue(0);

      assertThat(infer(model, request("", row("in", 1, 2)))).containsExactly(3, 4);
      assertThat(infer(model, request("1", row("", 1)))).containsExactly(2);
      assertThat(infer(model, request("2", row("in", 1)))).containsExactly(3);
      assertThat(engine.loads).hasValue(2);
      assertThat(host.catalogue().statistics("m", "2").orElseThrow().succeeded()).isEqualTo(2);
    }
    assertThat(engine.open).hasValue(0);
  }

  @Test
  void its_metadata_has_open_sizes_as_minus_one() throws Exception {
    model("m/1", "1");
    try (ServingHost host = open(Map.of("maxBatchSize", "16"))) {
      Message answer =
          host.models()
              .getFirst()
              .call(
                  "edgewise.models.v1.m/Metadata",
                  WireWriter.encode(ModelCodecs.METADATA_REQUEST, new MetadataRequest("")),
                  Hosts.call("", Label.INTERNAL));
      ModelMetadata metadata = WireReader.decode(ModelCodecs.METADATA, answer);
      assertThat(metadata.inputs()).isEqualTo(AddingEngine.SIGNATURE.inputs());
      assertThat(metadata.maxBatchSize()).isEqualTo(16);
      assertThat(metadata.state()).isEqualTo("ready");
      assertThat(metadata.engine()).isEqualTo("adding");
    }
  }

  @Test
  void what_does_not_fit_the_model_is_refused_before_it_runs() throws Exception {
    model("m/1", "1");
    try (ServingHost host = open(Map.of("warmupMillis", "0"))) {
      ServedModel model = host.models().getFirst();
      NamedTensor wrongType =
          new NamedTensor("in", Tensor.allocate(ElementType.INT32, List.of(1, 1)));
      NamedTensor wrongRank =
          new NamedTensor("in", Tensor.allocate(ElementType.FLOAT32, List.of(1)));
      for (InferRequest wrong :
          List.of(
              request("", wrongType),
              request("", wrongRank),
              request("", row("other", 1)),
              request(""),
              request("", row("in", 1), row("in", 1)),
              new InferRequest(
                  ServingProfile.DEFAULT, "", List.of(row("in", 1)), List.of("none"), 0))) {
        assertThatThrownBy(() -> infer(model, wrong))
            .satisfies(e -> assertRefused(ErrorCode.WRONG_TENSOR, e))
            .hasMessageContaining("in FLOAT32[-1, -1]");
      }
      assertThatThrownBy(() -> infer(model, request("9", row("in", 1))))
          .satisfies(e -> assertRefused(ErrorCode.NO_MODEL, e))
          .hasMessageContaining("[1]");
      assertThat(engine.runs).hasValue(0);
    }
  }

  @Test
  void a_body_gets_its_model_and_keeps_it_in_memory() throws Exception {
    model("m/1", "1");
    model("other/1", "2");
    try (ServingHost host = open(Map.of("memory", Integer.toString(1 << 20)))) {
      TensorModel model = host.tensors(Hosts.LOADER, "m");
      assertThat(model.run(List.of(row("", 5).tensor())).getFirst().toFloats()).containsExactly(6);
      assertThatThrownBy(
              () ->
                  host.catalogue()
                      .infer(
                          "other",
                          request("", row("in", 1)),
                          Hosts.call("", Label.INTERNAL, Duration.ZERO)))
          .satisfies(e -> assertRefused(ErrorCode.OVERLOADED, e));
      model.close();
      assertThatThrownBy(() -> host.tensors(Hosts.LOADER, "none"))
          .satisfies(e -> assertRefused(ErrorCode.NO_MODEL, e))
          .hasMessageContaining("META-INF/edgewise/models/none.onnx");
    }
  }

  @Test
  void the_index_sees_what_came_and_what_is_broken_and_can_load_and_unload() throws Exception {
    model("m/1", "1");
    try (ServingHost host = open(Map.of())) {
      model("new/3", "3");
      model("broken/1", "x");
      Files.createDirectories(folder.resolve("empty"));
      assertThat(host.catalogue().index())
          .extracting(entry -> entry.model() + "/" + entry.version() + " " + entry.state())
          .containsExactly("broken/1 unloaded", "m/1 unloaded", "new/3 unloaded", "empty/ failed");

      host.catalogue().load("new");
      assertThat(host.catalogue().ready("new", "3")).isTrue();
      assertThatThrownBy(() -> host.catalogue().load("broken"))
          .satisfies(e -> assertRefused(ErrorCode.BROKEN_MODEL, e));
      assertThat(host.catalogue().ready("broken", "")).isFalse();
      host.catalogue().unload("new");
      assertThat(host.catalogue().ready("new", "")).isFalse();
      assertThatThrownBy(
              () ->
                  host.catalogue()
                      .infer("new", request("", row("in", 1)), Hosts.call("", Label.INTERNAL)))
          .satisfies(e -> assertRefused(ErrorCode.MODEL_NOT_READY, e));
      host.catalogue().load("new");
      assertThat(
              host.catalogue()
                  .infer("new", request("", row("in", 1)), Hosts.call("", Label.INTERNAL))
                  .outputs()
                  .getFirst()
                  .tensor()
                  .toFloats())
          .containsExactly(4);
    }
  }

  @Test
  void two_models_of_one_service_name_are_not_both_served() throws Exception {
    model("a-b/1", "1");
    model("a.b/1", "2");
    try (ServingHost host = open(Map.of())) {
      assertThat(host.models()).extracting(ServedModel::name).containsExactly("a-b");
      assertThat(host.catalogue().index())
          .filteredOn(entry -> entry.model().equals("a.b"))
          .singleElement()
          .satisfies(entry -> assertThat(entry.reason()).contains("same name as \"a-b\""));
    }
  }

  @Test
  void a_key_that_is_not_known_stops_the_start() {
    assertThatThrownBy(() -> open(Map.of("memori", "1")))
        .satisfies(e -> assertRefused(ErrorCode.BAD_CONFIGURATION, e))
        .hasMessageContainingAll("memori", "memory");
  }

  @Test
  void calls_of_two_tenants_share_a_model_whoever_came_first() throws Exception {
    model("m/1", "1");
    try (ServingHost host = open(Map.of("maxBatchSize", "2", "warmupMillis", "0", "workers", "1"));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<InferResponse>> answers = new ArrayList<>();
      answers.add(callers.submit(() -> infer(host, "", AddingEngine.GATE)));
      engine.held.await();
      for (int waiting = 1; waiting <= 4; waiting++) {
        String tenant = waiting < 4 ? "greedy" : "modest";
        float number = waiting;
        answers.add(callers.submit(() -> infer(host, tenant, number)));
        while (host.lanes().stream().mapToInt(LaneSnapshot::waiting).sum() < waiting) {
          Thread.onSpinWait();
        }
      }
      engine.gate.countDown();
      for (Future<InferResponse> answer : answers) {
        assertThat(answer.get().outputs()).hasSize(1);
      }
      assertThat(engine.seen)
          .containsExactly(List.of(AddingEngine.GATE), List.of(1f, 4f), List.of(2f, 3f));
    }
  }

  private static InferResponse infer(ServingHost host, String tenant, float number)
      throws InterruptedException {
    return host.catalogue()
        .infer("m", request("", row("in", number)), Hosts.call(tenant, Label.INTERNAL));
  }
}
