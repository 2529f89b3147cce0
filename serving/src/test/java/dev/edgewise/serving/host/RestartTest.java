package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.NamedTensor;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node knows of its models when it starts again. */
final class RestartTest {
  private final Path folder;
  private final AddingEngine engine = new AddingEngine();

  RestartTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void model(String name) throws IOException {
    Path file = folder.resolve("models").resolve(name).resolve("1").resolve("model.onnx");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1" + name);
  }

  private ServingHost open(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(Map.of("warmupMillis", "500", "maxBatchSize", "2"));
    values.putAll(more);
    return Hosts.open(
        folder.resolve("models"),
        Optional.of(folder.resolve("data")),
        values,
        List.of(engine),
        ServingListener.NONE);
  }

  private static void call(ServingHost host, String name, Label label, float... values)
      throws Exception {
    ServedModel model =
        host.models().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    Message unused =
        model.call(
            "edgewise.models.v1." + name + "/Infer",
            WireWriter.encode(
                ModelCodecs.INFER_REQUEST,
                new InferRequest(
                    ServingProfile.DEFAULT,
                    "",
                    List.of(
                        new NamedTensor("in", Tensor.ofFloats(List.of(1, values.length), values))),
                    List.of(),
                    0)),
            Hosts.call("", label));
  }

  private static String state(ServingHost host, String name) {
    return host.catalogue().index().stream()
        .filter(each -> each.model().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private static void awaitPreloads(ServingHost host) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    host.preloads().whenOver(over::countDown);
    assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_model_is_warmed_with_what_its_callers_sent_before() throws Exception {
    model("m");
    try (ServingHost host = open(Map.of())) {
      call(host, "m", Label.INTERNAL, 7, 8, 9);
      call(host, "m", Label.CONFIDENTIAL, 41, 42);
    }
    engine.seen.clear();
    try (ServingHost host = open(Map.of("preload", "m"))) {
      awaitPreloads(host);
    }
    assertThat(engine.seen)
        .as("the shapes of both calls, the numbers of one, alone and in a batch")
        .anyMatch(each -> each.equals(List.of(7f, 8f, 9f)))
        .anyMatch(each -> each.equals(List.of(7f, 8f, 9f, 7f, 8f, 9f)))
        .anyMatch(each -> each.size() == 2)
        .noneMatch(each -> each.contains(41f))
        .noneMatch(each -> each.equals(List.of(0f)));
  }

  @Test
  void nothing_is_kept_when_the_configuration_says_so() throws Exception {
    model("m");
    try (ServingHost host = open(Map.of("record", "false"))) {
      call(host, "m", Label.INTERNAL, 7, 8, 9);
    }
    engine.seen.clear();
    try (ServingHost host = open(Map.of("record", "false"))) {
      call(host, "m", Label.INTERNAL, 1);
    }
    assertThat(engine.seen).noneMatch(each -> each.contains(7f));
    assertThat(folder.resolve("data").resolve("inputs")).doesNotExist();
  }

  @Test
  void runs_to_warm_a_model_are_nobodys_calls() throws Exception {
    model("m");
    try (ServingHost host = open(Map.of())) {
      call(host, "m", Label.INTERNAL, 1);
      var counts = host.catalogue().statistics("m", "1").orElseThrow();
      assertThat(counts.executions()).isEqualTo(1);
      assertThat(counts.succeeded()).isEqualTo(1);
    }
  }

  @Test
  void what_was_called_often_is_there_again_after_a_restart_before_anybody_calls()
      throws Exception {
    model("hot");
    model("cold");
    model("warm");
    try (ServingHost host = open(Map.of())) {
      assertThat(host.preloads().over()).isTrue();
      for (int i = 0; i < 20; i++) {
        call(host, "hot", Label.INTERNAL, 1);
      }
      call(host, "warm", Label.INTERNAL, 1);
      call(host, "warm", Label.INTERNAL, 1);
    }
    engine.loads.set(0);
    // Two models of 1 MiB each would fit: the third was never called.
    try (ServingHost host = open(Map.of("memory", Integer.toString(3 << 20)))) {
      awaitPreloads(host);
      assertThat(engine.loads).hasValue(2);
      assertThat(state(host, "hot")).isEqualTo("ready");
      assertThat(state(host, "cold")).isEqualTo("unloaded");
      assertThat(host.preloads().progress().loaded()).isEqualTo(2);
    }
    // In half the memory only the hottest has room.
    engine.loads.set(0);
    try (ServingHost host = open(Map.of("memory", Integer.toString(1 << 20)))) {
      awaitPreloads(host);
      assertThat(engine.loads).hasValue(1);
      assertThat(state(host, "hot")).isEqualTo("ready");
    }
    engine.loads.set(0);
    try (ServingHost host = open(Map.of("preloadHot", "false"))) {
      assertThat(host.preloads().over()).isTrue();
      assertThat(engine.loads).hasValue(0);
    }
  }

  @Test
  void a_model_that_cannot_be_loaded_does_not_keep_the_node_from_being_ready() throws Exception {
    model("good");
    Path broken = folder.resolve("models/broken/1/model.onnx");
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "x");
    try (ServingHost host = open(Map.of("preload", "*"))) {
      awaitPreloads(host);
      Preloads.Progress progress = host.preloads().progress();
      assertThat(progress.total()).isEqualTo(2);
      assertThat(progress.loaded()).isEqualTo(1);
      assertThat(progress.failed()).isEqualTo(1);
      assertThat(progress.inWords())
          .isEqualTo("1 of 2 models to preload are in memory, 1 could not be loaded");
    }
  }
}
