package dev.edgewise.orchestrator;

import static dev.edgewise.orchestrator.GatewayRig.BUY;
import static dev.edgewise.orchestrator.GatewayRig.FIND;
import static dev.edgewise.orchestrator.GatewayRig.json;
import static dev.edgewise.orchestrator.GatewayRig.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Calls through a whole orchestrator, by both doors, to nodes that are played. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayTest {
  private final DynamicServices shop = DynamicServices.of(List.of(ShopDescriptors.set()));
  private GatewayRig rig;
  private ManagedChannel channel;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    rig = GatewayRig.start(folder);
    channel = rig.channel();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  // ── JSON by HTTP

  @Test
  void json_is_answered_with_json_and_says_who_answered() throws Exception {
    HttpResponse<String> response = rig.post("Shop/find", "{\"text\": \"boot\", \"atMost\": 3}");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(json(response).getAsJsonObject("result").get("name").getAsString())
        .isEqualTo("boot");
    assertThat(response.headers().firstValue("Edgewise-Node")).hasValue("nyc");
    assertThat(response.headers().firstValue("Edgewise-Tier")).hasValue("edge");
    assertThat(response.headers().firstValue("Edgewise-Decision")).isPresent();
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void an_unsure_answer_of_the_edge_is_asked_again_in_the_cloud() throws Exception {
    HttpResponse<String> response = rig.post(FIND, "{\"text\": \"unsure\"}");

    assertThat(response.headers().firstValue("Edgewise-Node")).hasValue("west");
    assertThat(json(response).getAsJsonObject("result").get("score").getAsDouble()).isEqualTo(0.99);
  }

  @Test
  void decisions_of_the_gateway_say_so_and_name_the_tenant_that_the_caller_named()
      throws Exception {
    // Something notable, which is always kept.
    String id =
        rig.post(BUY, "{\"text\": \"fail\"}", "Edgewise-Tenant", "shop-7")
            .headers()
            .firstValue("Edgewise-Decision")
            .orElseThrow();

    String decision = "";
    long end = System.nanoTime() + 20_000_000_000L;
    while (!decision.contains("\"text\"") && System.nanoTime() < end) {
      decision = rig.get("/api/v1/decisions/" + id);
    }
    assertThat(decision)
        .contains("\"via\":\"gateway\"", "\"tenant\":\"shop-7\"", "its caller says so");
    assertThat(rig.get("/api/v1/decisions?most=50")).contains("\"via\":\"gateway\"");
    assertThat(rig.get("/api/v1/fleet")).contains("\"client\":\"gateway\"");
  }

  @Test
  void what_is_asked_of_caches_goes_to_the_node_and_what_the_cache_did_comes_back()
      throws Exception {
    rig.edge().forget();
    rig.node("west").forget();

    HttpResponse<String> response =
        rig.post(
            FIND,
            "{\"text\": \"kept\"}",
            "Edgewise-Tenant",
            "shop-7",
            "Edgewise-Cache-Control",
            "exact-only,max-age=60");

    assertThat(response.headers().firstValue("Edgewise-Cache"))
        .hasValue("semantic; age=12; similarity=0.912; bound=0.02");
    // Whichever it was: what other tests did to the edge may have sent it to the cloud.
    ShopNode node = rig.node(response.headers().firstValue("Edgewise-Node").orElseThrow());
    Metadata sent = node.next().headers();
    assertThat(sent.get(WireNames.TENANT)).isEqualTo("shop-7");
    assertThat(sent.get(WireNames.CACHE_CONTROL)).isEqualTo("exact-only, max-age=60");
    assertThat(rig.post(FIND, "{\"text\": \"boot\"}").headers().map())
        .doesNotContainKey("edgewise-cache");

    String decision = response.headers().firstValue("Edgewise-Decision").orElseThrow();
    HttpResponse<String> wrong =
        rig.http()
            .send(
                HttpRequest.newBuilder(rig.uri("/v1/wrong-answer/" + decision))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(200);
    assertThat(wrong.body()).isEqualTo("{\"forgotten\":true}\n");
    assertThat(node.wrong()).contains(decision);
  }

  @Test
  void a_label_can_only_be_raised() throws Exception {
    assertThat(rig.post(FIND, "{\"text\": \"a\"}", "Edgewise-Label", "confidential").statusCode())
        .isEqualTo(200);
    assertThat(problem(rig.post(BUY, "{}", "Edgewise-Label", "internal"), 400, "EW6007").toString())
        .contains("only raise");
    assertThat(problem(rig.post(FIND, "{}", "Edgewise-Label", "secret"), 400, "EW6007").toString())
        .contains("public, internal, confidential, local-only");
    assertThat(
            problem(rig.post(FIND, "{}", "Edgewise-Label", "local-only"), 403, "EW6017").toString())
        .contains("--site");
  }

  @Test
  void a_deadline_that_passes_is_told_and_ends_the_call_on_its_node() throws Exception {
    rig.edge().forget();

    JsonObject problem =
        problem(
            rig.post(FIND, "{\"text\": \"hang\"}", "Edgewise-Deadline", "300ms"), 504, "EW6002");

    assertThat(problem.get("decision").getAsString()).isNotEmpty();
    assertThat(rig.edge().nextCancelled()).isEqualTo("find");
  }

  @Test
  void a_caller_that_goes_away_ends_the_call_on_its_node() throws Exception {
    rig.edge().forget();

    CompletableFuture<HttpResponse<String>> response =
        rig.http()
            .sendAsync(
                // No deadline ends it before its caller does.
                rig.request(BUY, "{\"text\": \"hang\"}", "Edgewise-Deadline", "10m"),
                HttpResponse.BodyHandlers.ofString(UTF_8));
    assertThat(rig.edge().next().method()).isEqualTo(BUY);

    response.cancel(true);

    assertThat(rig.edge().nextCancelled()).isEqualTo("buy");
  }

  @Test
  void what_fails_on_a_node_is_told_without_its_inside() throws Exception {
    JsonObject failed = problem(rig.post(BUY, "{\"text\": \"fail\"}"), 500, "EW6006");
    assertThat(failed.get("decision").getAsString()).isNotEmpty();
    JsonObject busy = problem(rig.post(BUY, "{\"text\": \"busy\"}"), 503, "EW6004");
    assertThat(busy.get("detail").getAsString()).contains("the queue is full");
    assertThat(rig.post(BUY, "{\"text\": \"busy\"}").headers().firstValue("Retry-After"))
        .hasValue("1");
    problem(rig.post(BUY, "{\"text\": \"garbage\"}"), 502, "EW6013");
  }

  @Test
  void a_declared_exception_is_told_with_its_type_and_fields() throws Exception {
    JsonObject problem = problem(rig.post(BUY, "{\"text\": \"sold-out\"}"), 422, "EW6019");

    assertThat(problem.get("detail").getAsString()).isEqualTo("no more of boot-7");
    assertThat(problem.get("fault").toString())
        .isEqualTo("{\"type\":\"shop.v1.SoldOut\",\"model\":\"boot-7\",\"days\":3}");
    StatusRuntimeException fault = refused(BUY, "{\"text\": \"sold-out\"}", new Metadata());
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(fault.getStatus().getDescription()).isEqualTo("no more of boot-7");
    assertThat(trailers(fault).containsKey(WireNames.DETAILS)).isTrue();
  }

  @Test
  void what_can_be_called_is_told() throws Exception {
    assertThat(rig.get("/v1/services"))
        .contains("\"method\":\"shop.v1.Shop/find\"", "\"streaming\":true", "\"atMost\":0");
    assertThat(rig.get("/openapi.json")).contains("\"/v1/call/shop.v1.Shop/find\"", "3.1.0");
  }

  // ── plain stubs by gRPC

  private Message call(String method, String json, Metadata headers, Duration deadline) {
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        MessageMarshaller.unary(method),
        CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS),
        Message.of(shop.request(FIND, json)));
  }

  private StatusRuntimeException refused(String method, String json, Metadata headers) {
    try {
      call(method, json, headers, Duration.ofSeconds(20));
    } catch (StatusRuntimeException e) {
      return e;
    }
    throw new AssertionError("it was answered");
  }

  private static Metadata trailers(StatusRuntimeException refusal) {
    return requireNonNull(refusal.getTrailers());
  }

  @Test
  void a_plain_stub_is_answered_and_told_who_answered() {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();

    Message answer =
        ClientCalls.blockingUnaryCall(
            ClientInterceptors.intercept(
                channel, MetadataUtils.newCaptureMetadataInterceptor(headers, trailers)),
            MessageMarshaller.unary(FIND),
            CallOptions.DEFAULT,
            Message.of(shop.request(FIND, "{\"text\": \"boot\"}")));

    assertThat(shop.response(FIND, answer.bytes())).contains("boot");
    assertThat(trailers.get().get(WireNames.NODE)).isEqualTo("nyc");
    assertThat(trailers.get().get(WireNames.TIER)).isEqualTo("edge");
    assertThat(trailers.get().get(WireNames.DECISION)).isNotEmpty();
  }

  @Test
  void a_plain_stub_learns_what_is_wrong_as_from_a_node() {
    Metadata none = new Metadata();
    StatusRuntimeException unknown = refused("shop.v1.Shop/fin", "{}", none);
    assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(unknown.getStatus().getDescription()).contains("Did you mean shop.v1.Shop/find");
    assertThat(refused(BUY, "{\"text\": \"busy\"}", none).getStatus().getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    StatusRuntimeException failed = refused(BUY, "{\"text\": \"fail\"}", none);
    assertThat(trailers(failed).get(WireNames.CODE)).isEqualTo("EW6006");
    assertThat(trailers(failed).get(WireNames.DECISION)).isNotEmpty();

    Metadata lower = new Metadata();
    lower.put(WireNames.LABEL, "public");
    assertThat(refused(FIND, "{}", lower).getStatus().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    Metadata local = new Metadata();
    local.put(WireNames.LABEL, "local-only");
    assertThat(refused(FIND, "{}", local).getStatus().getCode())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
  }
}
