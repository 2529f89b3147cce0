package dev.edgewise.orchestrator;

import static dev.edgewise.orchestrator.GatewayRig.WATCH;
import static dev.edgewise.orchestrator.GatewayRig.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams through a whole orchestrator, by both doors, from nodes that are played. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class GatewayStreamTest {
  private final DynamicServices shop = DynamicServices.of(List.of(ShopDescriptors.set()));
  private GatewayRig rig;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    rig = GatewayRig.start(folder);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static String ask(String text) {
    return "{\"text\": \"" + text + "\"}";
  }

  @Test
  void items_come_as_lines_of_json() throws Exception {
    HttpResponse<String> response = rig.post(WATCH, ask("3"));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(response.headers().firstValue("Edgewise-Decision")).isPresent();
    assertThat(response.body().lines().map(GatewayStreamTest::name))
        .containsExactly("item 3", "item 2", "item 1");
  }

  private static String name(String line) {
    return result(line).get("name").getAsString();
  }

  private static JsonObject result(String line) {
    return JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("result");
  }

  @Test
  void items_come_as_events_to_who_asks_for_them() throws Exception {
    HttpResponse<String> response =
        rig.post(WATCH, ask("2 then fail"), "Accept", "text/event-stream");

    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    List<String> lines = response.body().lines().toList();
    assertThat(lines).filteredOn(line -> line.startsWith("id:")).hasSize(2);
    assertThat(lines).filteredOn(line -> line.startsWith("data:")).hasSize(3);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("event:"))
        .singleElement()
        .asString()
        .endsWith("error");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("data:"))
        .last()
        .asString()
        .contains("\"code\":\"EW6006\"", "\"decision\":");
  }

  @Test
  void a_stream_without_items_ends_well() throws Exception {
    HttpResponse<String> response = rig.post(WATCH, ask("0"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void what_ends_a_stream_early_is_its_last_line_and_before_the_first_item_its_status()
      throws Exception {
    List<String> lines = rig.post(WATCH, ask("2 then fail")).body().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(2)).startsWith("{\"problem\":{").contains("EW6006", "\"decision\":");

    problem(rig.post(WATCH, ask("0 then fail")), 500, "EW6006");
    List<String> late =
        rig.post(WATCH, ask("1 then hang"), "Edgewise-Deadline", "1500ms").body().lines().toList();
    assertThat(late.get(late.size() - 1)).contains("EW6002");
  }

  @Test
  void the_first_item_does_not_wait_for_the_last() throws Exception {
    rig.edge().forget();
    HttpResponse<InputStream> response = rig.open(WATCH, ask("1 then hang"));
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      assertThat(name(requireNonNull(lines.readLine()))).isEqualTo("item 1");
    }
    // Closed by its reader, and so ended on its node.
    assertThat(rig.edge().nextCancelled()).isEqualTo("watch");
  }

  @Test
  void a_response_begins_before_the_first_item_comes() throws Exception {
    HttpResponse<InputStream> response =
        rig.open(WATCH, ask("0 then hang"), "Accept", "text/event-stream");
    assertThat(response.statusCode()).isEqualTo(200);
    response.body().close();
  }

  @Test
  void a_slow_reader_holds_the_body_up() throws Exception {
    rig.edge().forget();
    int before = rig.edge().itemsSent();
    int most = 200_000;
    HttpResponse<InputStream> response = rig.open(WATCH, ask(Integer.toString(most)));
    assertThat(response.body().read()).isEqualTo('{');

    // Nothing more is read: what is on the way comes to rest.
    int sent = -1;
    long end = System.nanoTime() + 60_000_000_000L;
    while (sent != rig.edge().itemsSent() && System.nanoTime() < end) {
      sent = rig.edge().itemsSent();
      rig.get("/v1/services");
      rig.get("/openapi.json");
    }
    assertThat(sent - before).isLessThan(most / 2);
    response.body().close();
    assertThat(rig.edge().nextCancelled()).isEqualTo("watch");
  }

  // ── plain stubs

  private Iterator<Message> watch(String text) {
    return ClientCalls.blockingServerStreamingCall(
        rig.channel(),
        MessageMarshaller.method(MethodDescriptor.MethodType.SERVER_STREAMING, WATCH),
        CallOptions.DEFAULT,
        Message.of(shop.request(WATCH, ask(text))));
  }

  @Test
  void a_plain_stub_reads_a_stream_and_learns_how_it_ended() {
    Iterator<Message> items = watch("3 then fail");
    for (int i = 3; i > 0; i--) {
      assertThat(shop.response(WATCH, items.next().bytes())).contains("item " + i);
    }
    assertThatThrownBy(items::hasNext)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL));
  }

  @Test
  void a_plain_stub_that_cancels_ends_the_stream_on_its_node() throws Exception {
    rig.edge().forget();
    Context.CancellableContext context = Context.current().withCancellation();
    Context before = context.attach();
    try {
      assertThat(watch("1 then hang").next()).isNotNull();
    } finally {
      context.detach(before);
    }

    context.cancel(null);

    assertThat(rig.edge().nextCancelled()).isEqualTo("watch");
  }
}
