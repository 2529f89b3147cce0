package dev.edgewise.serving.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The gRPC form where the models are, as bytes; {@code mirror} is a service beside them. */
final class NodeInferenceTest {
  private static final Clock CLOCK = Clock.system();

  private final FakeCatalogue catalogue = new FakeCatalogue();
  private final NodeInference node =
      new NodeInference(
          catalogue, () -> Map.of("mirror", "Infer"), new Statistics(), "test", CLOCK);

  private Message call(String method, Fields request) {
    CallContext context =
        CallContext.of(
            "m",
            "d",
            Label.INTERNAL,
            TraceContext.begin(new Random(1)),
            "shop-7",
            CacheControl.NONE,
            CLOCK.nanos() + Duration.ofMinutes(1).toNanos(),
            CLOCK,
            () -> false);
    try {
      return OneModel.done(node.step(method, request.message(), context));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Fields inference(String model) {
    return new Fields()
        .text(1, model)
        .message(
            5,
            in ->
                in.text(1, "x")
                    .text(2, "UINT8")
                    .numbers(3, List.of(2))
                    .message(5, contents -> contents.numbers(4, List.of(7, 8))));
  }

  private static Consumer<Fields> entry(String model, String version, String state, String reason) {
    return of -> of.text(1, model).text(2, version).text(3, state).text(4, reason);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static void assertRefused(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void a_model_of_the_node_is_run_without_a_call() {
    assertThat(call("ModelInfer", inference("a-b")).bytes()).endsWith(6 << 3 | 2, 2, 7, 8);
    assertThat(catalogue.done).containsExactly("infer a-b");
    assertThat(catalogue.allowed).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void its_name_may_be_written_with_underscores() {
    call("ModelInfer", inference("a_b"));
    assertThat(catalogue.done).containsExactly("infer a-b");
  }

  @Test
  void a_request_may_be_less_patient_than_its_call() {
    call(
        "ModelInfer",
        inference("a-b")
            .message(
                4,
                entry ->
                    entry.text(1, "timeout").message(2, value -> value.number(2, 1_000_000L))));
    assertThat(catalogue.allowed).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(catalogue.tenant).isEqualTo("shop-7");
  }

  @Test
  void a_model_of_a_service_is_called() {
    assertThat(call("ModelInfer", inference("mirror")).bytes()).endsWith(6 << 3 | 2, 2, 7, 8);
    assertThat(catalogue.done).isEmpty();
  }

  @Test
  void unknown_ones_are_not_found_and_those_without_tensors_say_what_they_take() {
    assertRefused(ErrorCode.NO_MODEL, () -> call("ModelInfer", inference("none")));
    assertRefused(ErrorCode.NO_MODEL, () -> call("ModelMetadata", new Fields().text(1, "none")));
    assertRefused(
        ErrorCode.NO_MODEL, () -> call("ModelMetadata", new Fields().text(1, "a-b").text(2, "9")));
    assertRefused(
        ErrorCode.NO_MODEL,
        () -> call("ModelStatistics", new Fields().text(1, "a-b").text(2, "9")));
    assertThatThrownBy(() -> call("ModelInfer", inference("boots")))
        .hasMessageContaining("Generate");
  }

  @Test
  void readiness_is_that_of_the_version() {
    Fields yes = new Fields().flag(1, true);
    assertThat(call("ModelReady", new Fields().text(1, "a-b").text(2, "3")).bytes())
        .isEqualTo(yes.bytes());
    assertThat(call("ModelReady", new Fields().text(1, "a-b").text(2, "9")).bytes()).isEmpty();
    assertThat(call("ModelReady", new Fields().text(1, "none")).bytes()).isEmpty();
  }

  @Test
  void the_index_tells_the_true_states_and_has_the_models_of_services() {
    catalogue.entries.add(new ModelCatalogue.Entry("a-b", "3", "ready", ""));
    catalogue.entries.add(new ModelCatalogue.Entry("boots", "1", "unloaded", ""));
    catalogue.entries.add(new ModelCatalogue.Entry("broken", "", "failed", "garbled"));
    catalogue.entries.add(new ModelCatalogue.Entry("slow", "1", "loading", ""));
    Fields all =
        new Fields()
            .message(1, entry("a-b", "3", "READY", ""))
            .message(1, entry("boots", "1", "UNAVAILABLE", "not loaded; its first call loads it"))
            .message(1, entry("broken", "", "UNAVAILABLE", "garbled"))
            .message(1, entry("slow", "1", "LOADING", ""))
            .message(1, entry("mirror", "", "READY", ""));
    assertThat(call("RepositoryIndex", new Fields()).bytes()).isEqualTo(all.bytes());
    Fields ready =
        new Fields()
            .message(1, entry("a-b", "3", "READY", ""))
            .message(1, entry("mirror", "", "READY", ""));
    assertThat(call("RepositoryIndex", new Fields().flag(2, true)).bytes())
        .isEqualTo(ready.bytes());
  }

  @Test
  void models_are_loaded_and_unloaded() {
    call("RepositoryModelLoad", new Fields().text(2, "a_b"));
    call("RepositoryModelUnload", new Fields().text(2, "a-b"));
    assertThat(catalogue.done).containsExactly("load a-b", "unload a-b");
    assertRefused(
        ErrorCode.NO_MODEL, () -> call("RepositoryModelLoad", new Fields().text(2, "none")));
    assertRefused(
        ErrorCode.NO_MODEL, () -> call("RepositoryModelUnload", new Fields().text(2, "none")));
    assertRefused(
        ErrorCode.BAD_REQUEST,
        () -> call("RepositoryModelLoad", new Fields().text(2, "a-b").message(3, _ -> {})));
  }

  @Test
  void one_that_is_broken_says_why_when_it_is_to_be_loaded() {
    catalogue.entries.add(new ModelCatalogue.Entry("broken", "", "failed", "garbled"));
    assertRefused(
        ErrorCode.BROKEN_MODEL, () -> call("RepositoryModelLoad", new Fields().text(2, "broken")));
  }

  @Test
  void statistics_tell_runs_waits_and_the_last_call() {
    Fields counts =
        new Fields()
            .text(1, "a-b")
            .text(2, "3")
            .number(3, 1_700_000_000_000L)
            .number(4, 4)
            .number(5, 2)
            .message(
                6,
                of ->
                    of.message(1, success -> success.number(1, 4).number(2, 400))
                        .message(2, fail -> fail.number(1, 1).number(2, 50))
                        .message(3, queue -> queue.number(1, 4).number(2, 100))
                        .message(5, compute -> compute.number(1, 4).number(2, 200)));
    assertThat(call("ModelStatistics", new Fields().text(1, "a-b")).bytes())
        .endsWith(counts.bytes());
    assertThat(text(call("ModelStatistics", new Fields()).bytes()))
        .contains(text(counts.bytes()), "mirror");
  }

  @Test
  void the_configuration_has_the_wait_for_a_batch() {
    // dynamic_batching { max_queue_delay_microseconds: 100000 }
    byte[] delay = new Fields().message(11, of -> of.number(2, 100_000)).bytes();
    assertThat(text(call("ModelConfig", new Fields().text(1, "a-b")).bytes()))
        .contains(text(delay));
  }
}
