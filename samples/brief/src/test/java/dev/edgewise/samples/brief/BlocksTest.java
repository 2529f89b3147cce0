package dev.edgewise.samples.brief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.spi.model.Batching;
import dev.edgewise.sdk.spi.model.Caching;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.NearestRequest;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BlocksTest {
  @BeforeEach
  void forget() {
    FakeServing.ASKED.clear();
  }

  @Test
  void block_1_leaves_a_picture_in_the_working_folder() throws Exception {
    Path picture = Path.of("boot.png");
    try {
      Brief.main(new String[] {"block1"});
      assertThat(picture).hasContent("a high-heeled ankle boot");
    } finally {
      Files.deleteIfExists(picture);
    }
  }

  @Test
  void block_3_answers_a_prompt_from_the_json_body_with_a_url() throws Exception {
    try (EmbeddedServer server =
            ApplicationContext.run(
                EmbeddedServer.class, Map.of("edgewise.local", true, "micronaut.server.port", -1));
        HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(server.getURI().resolve("/generate"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\": \"a coat\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"image\":\"data:image/png;base64,YSBjb2F0\"}");
    }
    assertThat(FakeServing.ASKED)
        .singleElement()
        .isInstanceOfSatisfying(
            GenerateRequest.class,
            asked -> {
              assertThat(asked.prompt()).isEqualTo("a coat");
              assertThat(asked.steps()).hasValue(30);
              assertThat(asked.guidanceScale()).hasValue(7.5);
            });
  }

  @Test
  void block_3_runs_as_a_whole() {
    Brief.main(new String[] {"block3", "local"});
    assertThat(FakeServing.ASKED).hasSize(1);
  }

  @Test
  void block_4_asks_for_a_cache_as_it_says() {
    Brief.main(new String[] {"block4", "local"});
    assertThat(FakeServing.ASKED)
        .isNotEmpty()
        .allSatisfy(
            asked ->
                assertThat(((NearestRequest) asked).profile().caching())
                    .contains(
                        new Caching(
                            8_000_000_000L,
                            500_000_000_000L,
                            Duration.ofHours(1),
                            true,
                            0.85,
                            OptionalDouble.empty())));
  }

  @Test
  void block_5_asks_for_batches_as_it_says() {
    Brief.main(new String[] {"block5", "local"});
    assertThat(FakeServing.ASKED)
        .singleElement()
        .isInstanceOfSatisfying(
            NearestRequest.class,
            asked ->
                assertThat(asked.profile().batching())
                    .contains(new Batching(32, Duration.ofMillis(100), true, true)));
  }
}
