package dev.edgewise.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.orchestrator.identity.KeyRing;
import dev.edgewise.orchestrator.rpc.Registrations;
import dev.edgewise.orchestrator.store.SqliteStore;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import dev.edgewise.sdk.wire.operator.KeyEntry;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An orchestrator that asks for API keys, at each of its doors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayKeysTest {
  private static final String FIND = "shop.v1.Shop/find";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Map<String, String> BODIES =
      Map.of(
          "/v1/call/" + FIND,
          "{\"text\":\"boot\"}",
          "/generate",
          "{\"prompt\":\"boots\"}",
          "/v1/chat/completions",
          "{\"model\":\"gem-1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
          "/v1/completions",
          "{\"model\":\"gem-1\",\"prompt\":\"hi\"}",
          "/v1/embeddings",
          "{\"model\":\"points\",\"input\":\"hi\"}",
          "/v1/images/generations",
          "{\"model\":\"boots\",\"prompt\":\"boots\"}",
          "/v2/models/mirror/infer",
          "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}",
          "/v2/models/gem-1/generate",
          "{\"text_input\":\"hi\"}");

  /** A {@code ModelInferRequest} for {@code mirror}. */
  private static final byte[] INFERENCE = {
    10, 6, 'm', 'i', 'r', 'r', 'o', 'r', 42, 15, 10, 1, 'x', 18, 5, 'U', 'I', 'N', 'T', '8', 26, 3,
    1, 1, 2, 58, 2, 8, 9
  };

  private final DynamicServices shop = DynamicServices.of(List.of(ShopDescriptors.set()));
  private final HttpClient http = HttpClient.newHttpClient();
  private Rig rig;
  private ShopNode shopNode;
  private ApiNode apiNode;
  private ModelNode modelNode;
  private OperatorClient operator;
  private String all = "";
  private String other = "";
  private String expired = "";
  private String revoked = "";
  private String page = "";

  /** A clock that stands. */
  private record Then(Instant now) implements Clock {
    @Override
    public long nanos() {
      return 0;
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    try (SqliteStore store = SqliteStore.open(data.resolve("fleet.db"), new Registrations())) {
      expired =
          new KeyRing(
                  store.keys(),
                  new Then(Instant.now().minus(Duration.ofDays(2))),
                  new SplittableRandom(5),
                  Runnable::run)
              .add("old", Optional.of("shop-7"), List.of("*"), false, Duration.ofDays(1))
              .text();
    }
    rig =
        new Rig(
            data,
            FleetSettings.of(
                Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofSeconds(30), 100, 100),
            GenerationSettings.STANDARD,
            CallerRule.KEYS);
    shopNode = ShopNode.start("nyc", Tier.TIER_EDGE, _ -> 0.9, rig.channel());
    apiNode = new ApiNode(rig.channel());
    modelNode = ModelNode.mirror("mirror", rig.channel());
    operator = OperatorClient.connect("127.0.0.1:" + port());
    all = add("all", "shop-7", "*").secret();
    other = add("other", "shop-7", "shop.v1.Another").secret();
    revoked = add("revoked", "shop-7", "*").secret();
    operator.revokeKey("revoked", Duration.ofSeconds(20));
    page =
        operator
            .addKey(
                "page",
                Optional.empty(),
                List.of(),
                true,
                Duration.ofDays(1),
                Duration.ofSeconds(20))
            .secret();
    long end = System.nanoTime() + 60_000_000_000L;
    for (String path : BODIES.keySet()) {
      while (send(path, all).statusCode() != 200 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
  }

  @AfterAll
  void stop() {
    operator.close();
    shopNode.close();
    apiNode.close();
    modelNode.close();
    rig.close();
    http.shutdownNow();
  }

  private String port() {
    return rig.orchestrator().readyLine().replaceFirst(".*grpc=127\\.0\\.0\\.1:(\\d+).*", "$1");
  }

  private KeyEntry.Added add(String name, String tenant, String service) {
    return operator.addKey(
        name,
        Optional.of(tenant),
        List.of(service),
        false,
        Duration.ofDays(1),
        Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(String path, String key, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(rig.http() + path));
    String body = BODIES.get(path);
    if (body != null || path.startsWith("/v1/wrong-answer") || path.endsWith("index")) {
      request
          .POST(HttpRequest.BodyPublishers.ofString(body == null ? "" : body))
          .header("Content-Type", "application/json");
    }
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  /** What is wrong, in whosever words; its code where the protocol has room for one. */
  private static String words(HttpResponse<String> response, String voice, String code) {
    JsonObject json = JsonParser.parseString(response.body()).getAsJsonObject();
    return switch (voice) {
      case "edgewise" -> {
        assertThat(response.headers().firstValue("Content-Type"))
            .hasValue("application/problem+json");
        assertThat(json.get("code").getAsString()).isEqualTo(code);
        yield json.get("detail").getAsString();
      }
      case "openai" -> {
        JsonObject error = json.getAsJsonObject("error");
        assertThat(error.get("code").getAsString())
            .isEqualTo(code.equals("EW6023") ? "invalid_api_key" : code);
        assertThat(error.get("type").getAsString())
            .isEqualTo(code.equals("EW6023") ? "authentication_error" : "permission_error");
        yield error.get("message").getAsString();
      }
      default -> {
        assertThat(json.keySet()).containsExactly("error");
        yield json.get("error").getAsString();
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/call/shop.v1.Shop/find, edgewise",
    "/v1/services, edgewise",
    "/openapi.json, edgewise",
    "/v1/wrong-answer/abc, edgewise",
    "/generate, edgewise",
    "/v1/models, openai",
    "/v1/models/gem-1, openai",
    "/v1/chat/completions, openai",
    "/v1/completions, openai",
    "/v1/embeddings, openai",
    "/v1/images/generations, openai",
    "/v1/nothing, openai",
    "/v2, inference",
    "/v2/models/stats, inference",
    "/v2/models/mirror, inference",
    "/v2/models/mirror/infer, inference",
    "/v2/models/gem-1/generate, inference",
    "/v2/repository/index, inference"
  })
  void without_a_key_that_is_known_and_has_not_ended_no_door_opens(String path, String voice)
      throws Exception {
    String mistyped = "ew_" + "A".repeat(43);
    for (String key : List.of("", "sk-1234", mistyped, expired, revoked)) {
      HttpResponse<String> answer = send(path, key);

      assertThat(answer.statusCode()).as(path + " " + key + answer.body()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"edgewise\"");
      assertThat(words(answer, voice, "EW6023"))
          .contains(key.equals(expired) ? "The API key old ended on" : "API key")
          .contains("edgewise key add");
      if (!key.isEmpty()) {
        assertThat(answer.body()).doesNotContain(key);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/call/shop.v1.Shop/find, edgewise",
    "/generate, edgewise",
    "/v1/chat/completions, openai",
    "/v1/completions, openai",
    "/v1/embeddings, openai",
    "/v1/images/generations, openai",
    "/v2/models/mirror/infer, inference",
    "/v2/models/gem-1/generate, inference"
  })
  void a_key_opens_its_own_services_for_its_own_tenant_only(String path, String voice)
      throws Exception {
    assertThat(send(path, all).statusCode()).isEqualTo(200);
    assertThat(send(path, all, "Edgewise-Tenant", "shop-7").statusCode()).isEqualTo(200);

    HttpResponse<String> foreign = send(path, all, "Edgewise-Tenant", "shop-8");
    assertThat(foreign.statusCode()).as(foreign.body()).isEqualTo(403);
    assertThat(words(foreign, voice, "EW6024")).contains("the tenant shop-7");
    HttpResponse<String> closed = send(path, other);
    assertThat(closed.statusCode()).as(closed.body()).isEqualTo(403);
    assertThat(words(closed, voice, "EW6024")).contains("The API key other does not open");
    HttpResponse<String> operators = send(path, page);
    assertThat(operators.statusCode()).as(operators.body()).isEqualTo(403);
    assertThat(words(operators, voice, "EW6024")).contains("is for the page");
  }

  @Test
  void the_tenant_of_a_call_is_that_of_its_key_also_when_nothing_is_said() throws Exception {
    shopNode.forget();
    send("/v1/call/" + FIND, all);

    assertThat(shopNode.next().headers().get(WireNames.TENANT)).isEqualTo("shop-7");
  }

  @Test
  void when_a_key_was_used_is_told_of_it() throws Exception {
    send("/v1/services", all);

    long end = System.nanoTime() + 20_000_000_000L;
    Optional<Instant> used = Optional.empty();
    while (used.isEmpty() && System.nanoTime() < end) {
      used =
          operator.keys(Duration.ofSeconds(20)).stream()
              .filter(key -> key.name().equals("all"))
              .findFirst()
              .orElseThrow()
              .used();
    }
    assertThat(used).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%76%31/services",
        "//v1/services",
        "/v1;x=1/services",
        "/V1/services",
        "/v1/./services",
        "/x/../v1/services",
        "/v1%2fservices",
        "/openapi%2ejson",
        "http://127.0.0.1/v1/services",
        "/v1/models/../services"
      })
  void no_other_spelling_of_a_path_gets_around_the_guard(String target) throws IOException {
    URI at = URI.create(rig.http());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("shop.v1.Shop");
    }
  }

  @Test
  void health_the_page_and_pictures_that_were_asked_for_need_none() throws Exception {
    for (String path : List.of("/health/live", "/v2/health/live", "/", "/api/v1/fleet")) {
      assertThat(send(path, "").statusCode()).as(path).isEqualTo(200);
    }
    String image =
        JsonParser.parseString(send("/generate", all).body())
            .getAsJsonObject()
            .get("image")
            .getAsString();
    assertThat(
            http.send(
                    HttpRequest.newBuilder(URI.create(image)).build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
  }

  // ── plain stubs by gRPC

  private static Metadata authorization(String key) {
    Metadata headers = new Metadata();
    if (!key.isEmpty()) {
      headers.put(AUTHORIZATION, "Bearer " + key);
    }
    return headers;
  }

  private Message call(String key, String tenant) {
    Metadata headers = authorization(key);
    if (!tenant.isEmpty()) {
      headers.put(WireNames.TENANT, tenant);
    }
    ManagedChannel channel = rig.channel();
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        MessageMarshaller.unary(FIND),
        CallOptions.DEFAULT,
        Message.of(shop.request(FIND, "{\"text\": \"boot\"}")));
  }

  private void refused(String key, String tenant, Status.Code status, String code) {
    assertThatThrownBy(() -> call(key, tenant))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(status);
              assertThat(requireNonNull(e.getTrailers()).get(WireNames.CODE)).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains("API key");
            });
  }

  @Test
  void plain_stubs_are_asked_for_the_same_keys() {
    shopNode.forget();
    assertThat(shop.response(FIND, call(all, "").bytes())).contains("boot");

    for (String key : List.of("", "sk-1234", expired, revoked)) {
      refused(key, "", Status.Code.UNAUTHENTICATED, "EW6023");
    }
    refused(all, "shop-8", Status.Code.PERMISSION_DENIED, "EW6024");
    refused(other, "", Status.Code.PERMISSION_DENIED, "EW6024");
    refused(page, "", Status.Code.PERMISSION_DENIED, "EW6024");
  }

  @Test
  void an_inference_by_grpc_goes_by_the_model_that_it_means() {
    String some = add("models", "shop-7", "edgewise.models.v1.*").secret();

    assertThat(infer(some)).isEqualTo(Status.Code.OK);
    assertThat(infer(all)).isEqualTo(Status.Code.OK);
    assertThat(infer(other)).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(infer("")).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  private Status.Code infer(String key) {
    Metadata headers = authorization(key);
    try {
      ClientCalls.blockingUnaryCall(
          ClientInterceptors.intercept(
              rig.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)),
          MessageMarshaller.unary("inference.GRPCInferenceService/ModelInfer"),
          CallOptions.DEFAULT,
          Message.of(INFERENCE));
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void what_the_fleet_offers_is_told_by_reflection_to_holders_of_keys_only() throws Exception {
    for (String key : List.of(all, page)) {
      reflected(key).next(ServerReflectionResponse::hasListServicesResponse);
    }
    for (String key : List.of("", expired, revoked)) {
      assertThat(Status.fromThrowable(reflected(key).error()).getCode())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  private RawStream<ServerReflectionResponse> reflected(String key) {
    RawStream<ServerReflectionResponse> answers = new RawStream<>();
    ServerReflectionGrpc.newStub(rig.channel())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(authorization(key)))
        .serverReflectionInfo(answers)
        .onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    return answers;
  }

  @Test
  void an_answer_is_called_wrong_for_ones_own_tenant_only() throws Exception {
    String path = "/v1/wrong-answer/abcdefghjkmnp";
    HttpResponse<String> foreign = send(path, all, "Edgewise-Tenant", "shop-8");
    assertThat(foreign.statusCode()).as(foreign.body()).isEqualTo(403);
    assertThat(words(foreign, "edgewise", "EW6024")).contains("the tenant shop-7");
    assertThat(send(path, all, "Edgewise-Tenant", "shop-7").statusCode()).isNotEqualTo(403);
  }

  @Test
  void health_is_told_to_everybody_by_grpc_too() {
    assertThat(
            HealthGrpc.newBlockingStub(rig.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatusValue())
        .isEqualTo(1);
  }

  // ── operators

  @Test
  void a_short_name_of_a_service_or_a_model_is_made_a_full_one() {
    assertThat(add("short", "t", "Shop").key().services()).containsExactly("shop.v1.Shop");
    assertThat(add("model", "t", "gem-1").key().services())
        .allMatch(service -> service.startsWith("edgewise.models.v1."));
    assertThatThrownBy(() -> add("wrong", "t", "Shopp"))
        .hasMessageStartingWith("EW9003")
        .hasMessageContaining("Shop");
    assertThatThrownBy(() -> add("short", "t", "Shop")).hasMessageStartingWith("EW7009");
    assertThatThrownBy(() -> operator.revokeKey("shor", Duration.ofSeconds(20)))
        .hasMessageStartingWith("EW9003")
        .hasMessageContaining("short");
  }
}
