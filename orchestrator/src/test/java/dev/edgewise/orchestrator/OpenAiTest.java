package dev.edgewise.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of the fleet for whoever speaks OpenAI's protocol. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenAiTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private Rig rig;
  private ApiNode node;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    rig =
        new Rig(
            folder.resolve("data"),
            FleetSettings.of(
                Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofSeconds(30), 100, 100));
    node = new ApiNode(rig.channel());
    long end = System.nanoTime() + 60_000_000_000L;
    while (post("/v1/chat/completions", chat("hi", "")).statusCode() != 200
        && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  void stop() {
    node.close();
    rig.close();
    http.shutdownNow();
  }

  private static String chat(String text, String more) {
    return "{\"model\":\"gem-1\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + text
        + "\"}]"
        + more
        + "}";
  }

  private HttpRequest request(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(rig.http() + path))
            .header("Authorization", "Bearer sk-nobody-looks")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(path, body, headers), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(rig.http() + path)).build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private static JsonObject error(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonObject error = json(response).getAsJsonObject("error");
    assertThat(error.keySet()).containsExactly("message", "type", "param", "code");
    return error;
  }

  @Test
  void models_are_listed_under_the_names_that_people_gave_them() throws Exception {
    assertThat(get("/v1/models").body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":["
                + "{\"id\":\"boots\",\"object\":\"model\",\"created\":0,\"owned_by\":\"edgewise\",\"kind\":\"text-to-image\"},"
                + "{\"id\":\"gem-1\",\"object\":\"model\",\"created\":0,\"owned_by\":\"edgewise\",\"kind\":\"text-generation\"},"
                + "{\"id\":\"points\",\"object\":\"model\",\"created\":0,\"owned_by\":\"edgewise\",\"kind\":\"embeddings\"}]}");
    assertThat(json(get("/v1/models/gem-1")).get("id").getAsString()).isEqualTo("gem-1");
    assertThat(json(get("/v1/models/gem_1")).get("id").getAsString()).isEqualTo("gem-1");
    JsonObject error = error(get("/v1/models/nobody"), 404);
    assertThat(error.get("code").getAsString()).isEqualTo("model_not_found");
  }

  @Test
  void a_chat_in_one_piece_has_its_decision_and_its_node() throws Exception {
    HttpResponse<String> answer = post("/v1/chat/completions", chat("one two three", ""));
    JsonObject json = json(answer);
    JsonObject choice = json.getAsJsonArray("choices").get(0).getAsJsonObject();
    assertThat(choice.getAsJsonObject("message").get("content").getAsString())
        .isEqualTo("one two three");
    assertThat(choice.get("finish_reason").getAsString()).isEqualTo("stop");
    assertThat(json.getAsJsonObject("usage").get("total_tokens").getAsInt()).isEqualTo(8);
    String decision = answer.headers().firstValue("Edgewise-Decision").orElseThrow();
    assertThat(answer.headers().firstValue("x-request-id")).hasValue(decision);
    assertThat(answer.headers().firstValue("Edgewise-Node")).hasValue("west");
    assertThat(json.get("id").getAsString()).isEqualTo("chatcmpl-" + decision);
  }

  @Test
  void a_chat_as_a_stream_is_its_events_and_can_be_come_back_to() throws Exception {
    String body = chat("one two three", ",\"stream\":true");
    HttpResponse<String> answer = post("/v1/chat/completions", body);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    String generation = answer.headers().firstValue("Edgewise-Generation").orElseThrow();
    List<String> events = List.of(answer.body().split("\n\n"));
    assertThat(events).hasSize(6);
    assertThat(events.get(0)).startsWith("data: ").contains("\"role\":\"assistant\"");
    assertThat(events.get(1))
        .startsWith("id: " + generation + "/1\ndata: ")
        .contains("\"content\":\"one\"");
    assertThat(events.get(4)).startsWith("data: ").contains("\"finish_reason\":\"stop\"");
    assertThat(events.get(5)).isEqualTo("id: " + generation + "/4\ndata: [DONE]");

    HttpResponse<String> again =
        post("/v1/chat/completions", body, "Last-Event-ID", generation + "/2");
    assertThat(again.body()).isEqualTo(String.join("\n\n", events.subList(3, 6)) + "\n\n");
    // Who lost its connection before the first item has not heard who speaks.
    assertThat(post("/v1/chat/completions", body, "Last-Event-ID", generation + "/0").body())
        .isEqualTo(answer.body());
  }

  @Test
  void who_comes_back_to_a_stream_of_another_tenant_finds_nothing() throws Exception {
    String body = chat("one two", ",\"stream\":true");
    HttpResponse<String> answer = post("/v1/chat/completions", body, "Edgewise-Tenant", "a");
    String generation = answer.headers().firstValue("Edgewise-Generation").orElseThrow();
    JsonObject error =
        error(
            post(
                "/v1/chat/completions",
                body,
                "Edgewise-Tenant",
                "b",
                "Last-Event-ID",
                generation + "/1"),
            410);
    assertThat(error.get("type").getAsString()).isEqualTo("invalid_request_error");
    error(post("/v1/chat/completions", body, "Last-Event-ID", "nonsense"), 400);
  }

  @Test
  void a_text_that_goes_on_in_one_piece_and_as_a_stream() throws Exception {
    String order = "{\"model\":\"gem_1\",\"prompt\":\"one two\"";
    JsonObject whole = json(post("/v1/completions", order + "}"));
    assertThat(whole.getAsJsonArray("choices").get(0).getAsJsonObject().get("text").getAsString())
        .isEqualTo("one two");
    assertThat(whole.get("model").getAsString()).isEqualTo("gem_1");
    List<String> events =
        List.of(post("/v1/completions", order + ",\"stream\":true}").body().split("\n\n"));
    assertThat(events).hasSize(4);
    assertThat(events.get(0)).contains("\"text\":\"one\"");
  }

  @Test
  void what_fails_in_the_middle_of_a_stream_is_its_last_event() throws Exception {
    HttpResponse<String> answer = post("/v1/chat/completions", chat("break", ",\"stream\":true"));
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> events = new ArrayList<>(List.of(answer.body().split("\n\n")));
    JsonObject error =
        JsonParser.parseString(events.getLast().substring("data: ".length()))
            .getAsJsonObject()
            .getAsJsonObject("error");
    assertThat(error.keySet()).containsExactly("message", "type", "param", "code");
    assertThat(error.get("code").getAsString()).isEqualTo("EW6006");
    assertThat(answer.body()).doesNotContain("[DONE]");
  }

  @Test
  void what_fails_before_a_stream_begins_is_an_answer() throws Exception {
    for (String stream : List.of("false", "true")) {
      HttpResponse<String> answer =
          post(
              "/v1/chat/completions",
              chat("busy", ",\"stream\":" + stream),
              "Edgewise-Deadline",
              "2s");
      JsonObject error = error(answer, 429);
      assertThat(error.get("type").getAsString()).isEqualTo("rate_limit_error");
      assertThat(error.get("code").getAsString()).isEqualTo("rate_limit_exceeded");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }
    error(post("/v1/chat/completions", chat("break", "")), 500);
  }

  @Test
  void a_context_that_is_too_short_is_not_a_body_that_is_too_large() throws Exception {
    JsonObject error = error(post("/v1/chat/completions", chat("long", "")), 400);
    assertThat(error.get("code").getAsString()).isEqualTo("context_length_exceeded");
    assertThat(
            error(post("/v1/chat/completions", chat("a".repeat(5 << 20), "")), 413)
                .get("code")
                .getAsString())
        .isEqualTo("EW6009");
  }

  @Test
  void time_that_has_passed_is_no_reason_to_try_again() throws Exception {
    HttpResponse<String> answer =
        post("/v1/chat/completions", chat("hang", ""), "Edgewise-Deadline", "300ms");
    assertThat(error(answer, 504).get("code").getAsString()).isEqualTo("EW6002");
    assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
  }

  @Test
  void a_chat_whose_client_has_gone_is_given_up() throws Exception {
    node.cancelled.clear();
    var sent =
        http.sendAsync(
            request("/v1/chat/completions", chat("hang", "")),
            HttpResponse.BodyHandlers.ofString(UTF_8));
    while (!node.texts.poll(20, TimeUnit.SECONDS).toString().contains("hang")) {
      // Those of other tests.
    }
    sent.cancel(true);
    assertThat(node.cancelled.poll(20, TimeUnit.SECONDS)).endsWith("/Complete");
  }

  @Test
  void a_stream_begins_also_while_its_model_is_silent() throws Exception {
    HttpResponse<InputStream> answer =
        http.send(
            request("/v1/chat/completions", chat("hang", ",\"stream\":true")),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      assertThat(lines.readLine()).contains("\"role\":\"assistant\"");
    }
  }

  @Test
  void points_come_as_numbers_and_packed() throws Exception {
    String order = "{\"model\":\"points\",\"input\":[\"a\",\"four\"]";
    JsonObject plain = json(post("/v1/embeddings", order + "}"));
    assertThat(plain.getAsJsonArray("data").get(1).getAsJsonObject().get("embedding"))
        .hasToString("[4.0,0.5]");
    assertThat(plain.getAsJsonObject("usage").get("prompt_tokens").getAsInt()).isEqualTo(6);
    HttpResponse<String> packed =
        post("/v1/embeddings", order + ",\"encoding_format\":\"base64\"}");
    String first =
        json(packed).getAsJsonArray("data").get(0).getAsJsonObject().get("embedding").getAsString();
    assertThat(Base64.getDecoder().decode(first)).containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0, 0x3F);
    assertThat(packed.headers().firstValue("x-request-id")).isPresent();
    error(
        post(
            "/v1/embeddings",
            "{\"model\":\"points\",\"input\":\"busy\"}",
            "Edgewise-Deadline",
            "2s"),
        429);
  }

  @Test
  void a_picture_comes_itself_or_by_address() throws Exception {
    String order = "{\"model\":\"boots\",\"prompt\":\"a boot\"";
    JsonObject packed =
        json(post("/v1/images/generations", order + ",\"response_format\":\"b64_json\",\"n\":2}"));
    assertThat(packed.getAsJsonArray("data")).hasSize(2);
    JsonObject first = packed.getAsJsonArray("data").get(0).getAsJsonObject();
    assertThat(Base64.getDecoder().decode(first.get("b64_json").getAsString()))
        .isEqualTo(ApiNode.PNG);
    assertThat(first.get("revised_prompt").getAsString()).isEqualTo("boot");

    // The only one that makes pictures need not be named.
    JsonObject named = json(post("/v1/images/generations", "{\"prompt\":\"a boot\"}"));
    String url = named.getAsJsonArray("data").get(0).getAsJsonObject().get("url").getAsString();
    HttpResponse<byte[]> picture =
        http.send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(picture.body()).isEqualTo(ApiNode.PNG);
  }

  @Test
  void a_picture_can_be_looked_at_while_it_is_made() throws Exception {
    HttpResponse<String> answer =
        post(
            "/v1/images/generations",
            "{\"model\":\"boots\",\"prompt\":\"a boot\",\"stream\":true,\"partial_images\":2}");
    List<String> events = List.of(answer.body().split("\n\n"));
    assertThat(events).hasSize(3);
    assertThat(events.get(0))
        .contains("event: image_generation.partial_image", "\"partial_image_index\":0");
    assertThat(events.get(1)).contains("\"partial_image_index\":1");
    assertThat(events.get(2)).contains("event: image_generation.completed");
    String generation = answer.headers().firstValue("Edgewise-Generation").orElseThrow();
    assertThat(events.get(2)).contains("id: " + generation + "/3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/images/generations | {\"prompt\":\"dog\"} | 400 | ",
        "/v1/images/generations | {\"prompt\":\"a boot\",\"size\":\"9x9\"} | 400 | size",
        "/v1/embeddings | {\"model\":\"points\",\"input\":\"a\",\"dimensions\":5} | 400 |"
            + " dimensions",
        "/v1/embeddings | {\"model\":\"gem-1\",\"input\":\"a\"} | 404 | model",
        "/v1/completions | {\"model\":\"nobody\",\"prompt\":\"a\"} | 404 | model",
        "/v1/completions | {\"model\":\"gem-1\",\"prompt\":7} | 400 | prompt",
        "/v1/completions | nonsense | 400 | ",
        "/v1/images/edits | {} | 404 | ",
        "/v1/files | {} | 404 | "
      })
  void what_is_wrong_is_said_in_the_protocols_words(
      String path, String body, int status, String param) throws Exception {
    JsonObject error = error(post(path, body), status);
    assertThat(error.get("param").isJsonNull() ? null : error.get("param").getAsString())
        .isEqualTo(param);
  }

  @Test
  void headers_apply_as_for_any_call() throws Exception {
    JsonObject label =
        error(
            post(
                "/v1/completions",
                "{\"model\":\"gem-1\",\"prompt\":\"a\"}",
                "Edgewise-Label",
                "local-only"),
            403);
    assertThat(label.get("type").getAsString()).isEqualTo("permission_error");
    error(
        post(
            "/v1/completions",
            "{\"model\":\"gem-1\",\"prompt\":\"a\"}",
            "Edgewise-Deadline",
            "soon"),
        400);
    error(post("/v1/completions", "{}", "Content-Encoding", "compress"), 415);
    error(post("/v1/completions", "{}", "Origin", "http://elsewhere.example"), 403);
  }

  @Test
  void a_method_that_a_path_does_not_take_is_said_so_too() throws Exception {
    HttpResponse<String> got = get("/v1/chat/completions");
    error(got, 405);
    HttpResponse<String> put =
        http.send(
            HttpRequest.newBuilder(URI.create(rig.http() + "/v1/models"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString(UTF_8));
    error(put, 405);
    assertThat(put.headers().firstValue("Allow")).isPresent();
  }

  @Test
  void what_was_there_before_speaks_as_before() throws Exception {
    assertThat(get("/v1/services").statusCode()).isEqualTo(200);
    HttpResponse<String> call =
        post("/v1/call/Nobody/nothing", "{}", "Content-Type", "application/json");
    assertThat(call.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void a_text_by_the_open_inference_protocol() throws Exception {
    String order = "{\"text_input\":\"one two\",\"parameters\":{\"temperature\":0}}";
    HttpResponse<String> whole = post("/v2/models/gem-1/generate", order);
    assertThat(whole.body()).isEqualTo("{\"model_name\":\"gem-1\",\"text_output\":\"one two\"}");
    assertThat(whole.headers().firstValue("Edgewise-Decision")).isPresent();
    HttpResponse<String> stream = post("/v2/models/gem-1/versions/1/generate_stream", order);
    String generation = stream.headers().firstValue("Edgewise-Generation").orElseThrow();
    assertThat(stream.body().split("\n\n"))
        .hasSize(3)
        .contains(
            "id: "
                + generation
                + "/2\ndata: {\"model_name\":\"gem-1\",\"model_version\":\"1\","
                + "\"text_output\":\" two\",\"done\":false}");
  }

  @Test
  void a_model_of_pictures_is_called_by_the_method_that_answers_and_not_by_its_stream()
      throws Exception {
    String tensors =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}";
    assertThat(post("/v2/models/boots/infer", tensors).body()).contains("its method is Generate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gem-1/generate | {\"text_input\":7} | 400",
            "nobody/generate | {\"text_input\":\"a\"} | 404",
        "points/generate | {\"text_input\":\"a\"} | 404", "gem-1/generate | no | 400",
        "gem-1/generate_stream | {\"text_input\":\"busy\"} | 429", "gem-1/other | {} | 501"
      })
  void what_is_wrong_with_that_is_an_error_with_one_key(String path, String body, int status)
      throws Exception {
    HttpResponse<String> answer = post("/v2/models/" + path, body, "Edgewise-Deadline", "2s");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).keySet()).containsExactly("error");
  }
}
