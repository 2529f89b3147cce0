package dev.edgewise.orchestrator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Models of the fleet for whoever speaks the open protocol, and pictures for whoever has curl. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenInferenceTest {
  private static final String JSON =
      "{\"id\":\"7\",\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\","
          + "\"data\":[1,2]}]}";

  private final HttpClient http = HttpClient.newHttpClient();
  private Rig rig;
  private ModelNode node;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    rig =
        new Rig(
            folder.resolve("data"),
            FleetSettings.of(
                Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofSeconds(30), 100, 100));
    node = new ModelNode(rig.channel());
    long end = System.nanoTime() + 60_000_000_000L;
    while (post("/v2/models/mirror/infer", JSON.getBytes(UTF_8)).statusCode() != 200
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

  private HttpResponse<byte[]> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(rig.http() + path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  @Test
  void an_inference_by_json_comes_back_with_its_id_and_its_decision() throws Exception {
    HttpResponse<byte[]> answer = post("/v2/models/mirror/infer", JSON.getBytes(UTF_8));
    assertThat(text(answer)).contains("\"id\":\"7\"", "\"model_name\":\"mirror\"", "[1.0,2.0]");
    assertThat(answer.headers().firstValue("Edgewise-Decision")).isPresent();
    assertThat(answer.headers().firstValue("Edgewise-Node")).hasValue("west");
  }

  @Test
  void raw_tensors_come_and_go_packed_as_tritons_client_sends_them() throws Exception {
    String head =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP16\",\"parameters\":"
            + "{\"binary_data_size\":4}}],\"parameters\":{\"binary_data_output\":true}}";
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(head.getBytes(UTF_8));
      gzip.write(new byte[] {1, 2, 3, 4});
    }
    HttpResponse<byte[]> answer =
        post(
            "/v2/models/mirror/versions/1/infer",
            packed.toByteArray(),
            "Content-Encoding",
            "gzip",
            "Accept-Encoding",
            "gzip",
            "Inference-Header-Content-Length",
            Integer.toString(head.length()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    byte[] body = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    int length =
        (int) answer.headers().firstValueAsLong("Inference-Header-Content-Length").orElseThrow();
    assertThat(new String(body, 0, length, UTF_8)).contains("\"binary_data_size\":4");
    assertThat(body).hasSize(length + 4).endsWith(1, 2, 3, 4);
  }

  @Test
  void a_body_of_more_than_ten_mib_passes() throws Exception {
    StringBuilder data = new StringBuilder("[0");
    data.append((",0" + " ".repeat(12)).repeat(1_000_000 - 1));
    String json =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1000000],\"datatype\":\"UINT8\",\"data\":"
            + data.append("]}],\"parameters\":{\"binary_data_output\":true}}");
    assertThat(post("/v2/models/mirror/infer", json.getBytes(UTF_8)).statusCode()).isEqualTo(200);
  }

  @Test
  void a_body_that_is_larger_than_the_room_for_all_passes_and_one_above_its_own_limit_does_not()
      throws Exception {
    byte[] body = Arrays.copyOf(JSON.getBytes(UTF_8), 40 << 20);
    Arrays.fill(body, JSON.length(), body.length, (byte) ' ');
    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> answer = post("/v2/models/mirror/infer", body);
      assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    }
    HttpResponse<byte[]> large = post("/v2/models/mirror/infer", Arrays.copyOf(body, 65 << 20));
    assertThat(large.statusCode()).isEqualTo(413);
  }

  @Test
  void health_has_the_keys_of_both_clients() throws Exception {
    for (String which : new String[] {"live", "ready"}) {
      HttpResponse<byte[]> answer = get(rig.http() + "/v2/health/" + which);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(text(answer)).contains("\"live\":true", "\"ready\":true");
    }
  }

  @Test
  void metadata_configuration_and_statistics_are_told() throws Exception {
    assertThat(text(get(rig.http() + "/v2"))).contains("binary_tensor_data");
    assertThat(text(get(rig.http() + "/v2/models/mirror"))).contains("\"shape\":[-1,2]");
    assertThat(text(get(rig.http() + "/v2/models/mirror/versions/1/config")))
        .contains("\"max_batch_size\":8");
    assertThat(text(get(rig.http() + "/v2/models/mirror/stats"))).contains("inference_count");
    assertThat(text(get(rig.http() + "/v2/models/stats"))).contains("mirror");
    assertThat(get(rig.http() + "/v2/models/mirror/ready").statusCode()).isEqualTo(200);
    assertThat(text(post("/v2/repository/index", new byte[0]))).contains("mirror", "boots");
  }

  @Test
  void errors_have_the_protocols_own_shape() throws Exception {
    HttpResponse<byte[]> unknown = get(rig.http() + "/v2/models/nobody");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(text(unknown)).startsWith("{\"error\":\"").contains("mirror");
    HttpResponse<byte[]> bad = post("/v2/models/mirror/infer", "{".getBytes(UTF_8));
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(text(bad)).startsWith("{\"error\":\"");
    HttpResponse<byte[]> late =
        post("/v2/models/mirror/infer", JSON.replace("\"x\"", "\"late\"").getBytes(UTF_8));
    assertThat(late.statusCode()).isEqualTo(429);
    assertThat(late.headers().firstValue("Retry-After")).isPresent();
    assertThat(post("/v2/repository/models/mirror/unload", new byte[0]).statusCode())
        .isEqualTo(501);
  }

  @Test
  void a_wrong_method_is_told_which_are_right() throws Exception {
    HttpResponse<byte[]> answer = post("/v2/health/live", new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(text(answer)).startsWith("{\"error\":\"").contains("GET").doesNotContain("EW");
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
    HttpResponse<byte[]> put =
        http.send(
            HttpRequest.newBuilder(URI.create(rig.http() + "/v2/models/mirror"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(text(put)).startsWith("{\"error\":\"");
    assertThat(put.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
    HttpResponse<byte[]> infer = get(rig.http() + "/v2/models/mirror/infer");
    assertThat(infer.statusCode()).isEqualTo(405);
    assertThat(infer.headers().firstValue("Allow")).hasValue("POST");
    HttpResponse<byte[]> nothing = get(rig.http() + "/v2/nothing");
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(text(nothing)).startsWith("{\"error\":\"");
  }

  @Test
  void the_same_models_answer_by_grpc() {
    byte[] request = {
      10, 6, 'm', 'i', 'r', 'r', 'o', 'r', 42, 15, 10, 1, 'x', 18, 5, 'U', 'I', 'N', 'T', '8', 26,
      3, 1, 1, 2, 58, 2, 8, 9
    };
    byte[] answer =
        ClientCalls.blockingUnaryCall(
                rig.channel(),
                MessageMarshaller.unary("inference.GRPCInferenceService/ModelInfer"),
                CallOptions.DEFAULT,
                Message.of(request))
            .bytes();
    assertThat(answer).endsWith(50, 2, 8, 9);
    assertThat(
            ClientCalls.blockingUnaryCall(
                    rig.channel(),
                    MessageMarshaller.unary("grpc.health.v1.Health/Check"),
                    CallOptions.DEFAULT,
                    Message.EMPTY)
                .bytes())
        .containsExactly(8, 1);
  }

  @Test
  void a_stream_of_requests_is_answered_one_by_one() {
    byte[] request = {
      10, 6, 'm', 'i', 'r', 'r', 'o', 'r', 26, 1, '7', 42, 15, 10, 1, 'x', 18, 5, 'U', 'I', 'N',
      'T', '8', 26, 3, 1, 1, 2, 58, 2, 8, 9
    };
    byte[] unknown = request.clone();
    unknown[2] = 'n';
    List<String> answers = new ArrayList<>();
    CompletableFuture<List<String>> all = new CompletableFuture<>();
    StreamObserver<Message> requests =
        ClientCalls.asyncBidiStreamingCall(
            rig.channel()
                .newCall(
                    MessageMarshaller.method(
                        MethodDescriptor.MethodType.BIDI_STREAMING,
                        "inference.GRPCInferenceService/ModelStreamInfer"),
                    CallOptions.DEFAULT),
            new StreamObserver<>() {
              @Override
              public void onNext(Message answer) {
                answers.add(new String(answer.bytes(), ISO_8859_1));
              }

              @Override
              public void onError(Throwable error) {
                all.completeExceptionally(error);
              }

              @Override
              public void onCompleted() {
                all.complete(answers);
              }
            });
    for (int i = 0; i < 100; i++) {
      requests.onNext(Message.of(i == 40 ? unknown : request));
    }
    requests.onCompleted();
    List<String> came = all.orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(came).hasSize(100);
    assertThat(came.remove(40)).contains("nirror", "There are", "mirror");
    assertThat(came).allSatisfy(answer -> assertThat(answer).contains("2\2\b\t", "\u001a\u00017"));
  }

  @Test
  void a_message_that_is_too_large_passes_to_nothing_packed_or_not() {
    byte[] head = {
      10, 6, 'm', 'i', 'r', 'r', 'o', 'r', 42, 15, 10, 1, 'x', 18, 5, 'U', 'I', 'N', 'T', '8', 26,
      3, 1, 1, 2, 58, 2, 8, 9
    };
    // An unknown field of 20 MiB, which is read over.
    ByteBuffer request = ByteBuffer.allocate(head.length + 6 + (20 << 20)).put(head);
    request.put(new byte[] {(byte) 0xA2, 6, (byte) 0x80, (byte) 0x80, (byte) 0x80, 10});
    Message large = Message.of(request.array());
    for (String method :
        List.of(
            "inference.GRPCInferenceService/ModelInfer",
            "edgewise.models.v1.mirror/Infer",
            "edgewise.v1.Operator/GetFleet")) {
      assertThat(call(method, large, "identity"))
          .as(method)
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      // gRPC itself breaks off unpacking, and has no better word for it.
      assertThat(call(method, large, "gzip")).as(method).isEqualTo(Status.Code.UNKNOWN);
    }
  }

  private Status.Code call(String method, Message request, String packing) {
    try {
      ClientCalls.blockingUnaryCall(
          rig.channel(),
          MessageMarshaller.unary(method),
          CallOptions.DEFAULT.withCompression(packing),
          request);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void a_picture_is_made_by_either_form_and_lies_at_its_address() throws Exception {
    HttpResponse<byte[]> byQuery = post("/generate?prompt=a%20boot", new byte[0]);
    assertThat(byQuery.statusCode()).as(text(byQuery)).isEqualTo(200);
    HttpResponse<byte[]> byBody =
        post(
            "/generate",
            "{\"prompt\":\"a boot\",\"steps\":30,\"guidance_scale\":7.5}".getBytes(UTF_8),
            "Content-Type",
            "application/json");
    String url = text(byBody).replaceAll("(?s).*\"image\":\"([^\"]+)\".*", "$1");
    assertThat(url).startsWith("http://127.0.0.1:").endsWith(".png");
    HttpResponse<byte[]> png = get(url);
    assertThat(png.body()).isEqualTo(ModelNode.PNG);
    assertThat(png.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(text(get(rig.http() + "/api/pictures"))).contains("a boot", "/pictures/");
    assertThat(get(rig.http() + "/pictures/none.png").statusCode()).isEqualTo(404);
  }

  @Test
  void a_prompt_that_the_model_does_not_know_is_told_what_it_knows() throws Exception {
    HttpResponse<byte[]> answer = post("/generate?prompt=dog", new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(text(answer)).contains("boots and bags");
    assertThat(post("/generate", new byte[0]).statusCode()).isEqualTo(400);
    assertThat(post("/generate?prompt=x&model=cat", new byte[0]).statusCode()).isEqualTo(404);
  }
}
