package dev.edgewise.orchestrator;

import static dev.edgewise.orchestrator.GatewayRig.WATCH;
import static dev.edgewise.orchestrator.GatewayRig.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.MessageMarshaller;
import dev.edgewise.sdk.wire.WireNames;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that lose their connection and come back, by both doors, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class GatewayResumeTest {
  private static final String EVENTS = "text/event-stream";

  private final DynamicServices shop = DynamicServices.of(List.of(resumable()));
  private GatewayRig rig;

  /** An event, or what ended the stream. */
  private record Event(String id, String name, String data) {
    String item() {
      return JsonParser.parseString(data)
          .getAsJsonObject()
          .getAsJsonObject("result")
          .get("name")
          .getAsString();
    }
  }

  /** The shop, whose stream another node can go on with. */
  static byte[] resumable() {
    FileDescriptorProto.Builder file = ShopDescriptors.shop().toBuilder();
    MethodOptions.Builder watch = file.getServiceBuilder(0).getMethodBuilder(2).getOptionsBuilder();
    watch.setExtension(
        Options.method,
        watch.getExtension(Options.method).toBuilder()
            .setIdempotent(true)
            .setResumable(true)
            .build());
    return ShopDescriptors.set(file.build());
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    rig = GatewayRig.start(folder, resumable(), GenerationSettings.STANDARD);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private static String ask(String text) {
    return "{\"text\": \"" + text + "\"}";
  }

  /** Reads so many events, or to the end, and cuts the connection. */
  private static List<Event> read(HttpResponse<InputStream> response, int most) throws IOException {
    assertThat(response.statusCode()).isEqualTo(200);
    List<Event> events = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      String id = "";
      String name = "";
      String data = "";
      while (events.size() < most) {
        String line = lines.readLine();
        if (line == null) {
          break;
        }
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data = line.substring(5).strip();
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(id, name, data));
          name = "";
          data = "";
        }
      }
    }
    return events;
  }

  private HttpResponse<InputStream> begin(String text) throws Exception {
    return rig.open(WATCH, ask(text), "Accept", EVENTS);
  }

  private HttpResponse<InputStream> comeBack(String after, String body) throws Exception {
    return rig.open(WATCH, body, "Accept", EVENTS, "Last-Event-ID", after);
  }

  private static String generation(HttpResponse<?> response) {
    return response.headers().firstValue("Edgewise-Generation").orElseThrow();
  }

  private static List<String> items(List<Event> events) {
    return events.stream().map(Event::item).toList();
  }

  @Test
  void a_client_that_read_five_of_many_gets_the_others_each_once() throws Exception {
    int all = 20_000;
    HttpResponse<InputStream> response = begin(Integer.toString(all));
    List<Event> first = read(response, 5);
    assertThat(first.get(4).id()).isEqualTo(generation(response) + "/5");

    HttpResponse<InputStream> again = comeBack(first.get(4).id(), "");
    List<Event> rest = read(again, Integer.MAX_VALUE);

    assertThat(generation(again)).isEqualTo(generation(response));
    assertThat(again.headers().firstValue("Edgewise-Decision"))
        .isEqualTo(response.headers().firstValue("Edgewise-Decision"));
    assertThat(rest).hasSize(all - 5);
    for (int i = 0; i < rest.size(); i++) {
      assertThat(rest.get(i).id()).isEqualTo(generation(response) + "/" + (i + 6));
      assertThat(rest.get(i).item()).isEqualTo("item " + (all - 5 - i));
    }
  }

  @Test
  void a_stream_that_has_ended_meanwhile_is_told_to_its_end() throws Exception {
    HttpResponse<InputStream> response = begin("9 then fail");
    List<Event> first = read(response, 5);
    List<Event> rest = read(comeBack(first.get(4).id(), ask("9 then fail")), 100);
    assertThat(items(rest.subList(0, 4))).containsExactly("item 4", "item 3", "item 2", "item 1");
    assertThat(rest.get(4).name()).isEqualTo("error");
    assertThat(rest.get(4).data()).contains("EW6006");
    // Who has all is told how it ended.
    problem(rig.post(WATCH, "", "Last-Event-ID", generation(response) + "/9"), 500, "EW6006");
  }

  @Test
  void a_stream_goes_on_while_its_client_is_away() throws Exception {
    rig.edge().forget();
    HttpResponse<InputStream> response = begin("7 then hang");
    List<Event> first = read(response, 2);
    assertThat(first).hasSize(2);
    HttpResponse<InputStream> again = comeBack(first.get(1).id(), "");
    assertThat(read(again, 5)).hasSize(5);
    // Nothing has ended it on its node.
    assertThat(rig.get("/v1/services")).contains("shop.v1.Shop");
    assertThat(rig.edge().noneCancelled()).isTrue();
  }

  @Test
  void two_clients_read_one_stream_each_from_where_it_stands() throws Exception {
    HttpResponse<InputStream> response = begin("6");
    String id = generation(response);
    HttpResponse<InputStream> second = comeBack(id + "/0", "");
    HttpResponse<InputStream> third = comeBack(id + "/4", "");
    assertThat(items(read(third, 100))).containsExactly("item 2", "item 1");
    assertThat(items(read(response, 100))).hasSize(6).first().isEqualTo("item 6");
    assertThat(items(read(second, 100))).hasSize(6).last().isEqualTo("item 1");
  }

  @Test
  void lines_are_counted_by_their_reader() throws Exception {
    HttpResponse<String> response = rig.post(WATCH, ask("4"));
    assertThat(response.body().lines().filter(line -> !line.isEmpty())).hasSize(4);
    HttpResponse<String> rest = rig.post(WATCH, "", "Last-Event-ID", generation(response) + "/3");
    assertThat(rest.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(rest.body()).contains("item 1").doesNotContain("item 2");
  }

  @Test
  void a_node_that_dies_while_the_client_is_away_is_replaced_by_another(@TempDir Path folder)
      throws Exception {
    try (GatewayRig own = GatewayRig.start(folder, resumable(), GenerationSettings.STANDARD)) {
      HttpResponse<InputStream> response =
          own.open(WATCH, ask("50 (nyc: 20 then hang)"), "Accept", EVENTS);
      List<Event> first = read(response, 5);
      own.node("west").forget();
      own.edge().close();

      List<Event> rest =
          read(
              own.open(WATCH, "", "Accept", EVENTS, "Last-Event-ID", first.get(4).id()),
              Integer.MAX_VALUE);

      // Fifteen that the first node had given, counted down from 20, and what the other one had.
      assertThat(rest).hasSize(45);
      assertThat(rest.get(14).item()).isEqualTo("item 1");
      assertThat(rest.get(15).item()).isEqualTo("item 30");
      assertThat(rest.get(44).item()).isEqualTo("item 1");
      assertThat(rest.get(44).id()).isEqualTo(generation(response) + "/50");
      assertThat(own.node("west").next().method()).isEqualTo("edgewise.v1.Generations/Run");
    }
  }

  @Test
  void strangers_and_wrong_places_are_refused() throws Exception {
    HttpResponse<InputStream> response =
        rig.open(WATCH, ask("3"), "Accept", EVENTS, "Edgewise-Tenant", "ada");
    String place = generation(response) + "/1";
    assertThat(read(response, 100)).hasSize(3);

    problem(rig.post(WATCH, "", "Last-Event-ID", place), 410, "EW6021");
    problem(rig.post(WATCH, "", "Last-Event-ID", place, "Edgewise-Tenant", "eve"), 410, "EW6021");
    problem(
        rig.post(WATCH, "", "Last-Event-ID", "abcdefghijklmnopqrstuv/1", "Edgewise-Tenant", "ada"),
        410,
        "EW6021");
    problem(
        rig.post(WATCH, ask("4"), "Last-Event-ID", place, "Edgewise-Tenant", "ada"), 400, "EW6007");
    problem(
        rig.post(WATCH, "", "Last-Event-ID", generation(response) + "/4", "Edgewise-Tenant", "ada"),
        400,
        "EW6007");
    problem(rig.post(WATCH, "", "Last-Event-ID", "5"), 400, "EW6007");
    problem(rig.post(WATCH, ""), 400, "EW6007");
    assertThat(
            rig.post(WATCH, ask("3"), "Last-Event-ID", place, "Edgewise-Tenant", "ada")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void who_comes_too_late_is_told_so(@TempDir Path folder) throws Exception {
    try (GatewayRig own =
        GatewayRig.start(
            folder, resumable(), GenerationSettings.STANDARD.withGrace(Duration.ZERO))) {
      own.edge().forget();
      List<Event> first = read(own.open(WATCH, ask("1 then hang"), "Accept", EVENTS), 1);
      // With its client, since there is no grace.
      assertThat(own.edge().nextCancelled()).isEqualTo("watch");
      assertThat(
              problem(own.post(WATCH, "", "Last-Event-ID", first.get(0).id()), 410, "EW6021")
                  .get("detail")
                  .getAsString())
          .contains("gatewayGrace", "Make the call anew");
    }
  }

  // ── plain stubs

  private Iterator<Message> watch(String text, Metadata headers, AtomicReference<Metadata> answer) {
    Channel channel =
        ClientInterceptors.intercept(
            rig.channel(),
            MetadataUtils.newAttachHeadersInterceptor(headers),
            MetadataUtils.newCaptureMetadataInterceptor(answer, new AtomicReference<>()));
    return ClientCalls.blockingServerStreamingCall(
        channel,
        MessageMarshaller.method(MethodDescriptor.MethodType.SERVER_STREAMING, WATCH),
        CallOptions.DEFAULT,
        text.isEmpty() ? Message.EMPTY : Message.of(shop.request(WATCH, ask(text))));
  }

  private static Metadata resume(String place) {
    Metadata headers = new Metadata();
    headers.put(WireNames.RESUME, place);
    return headers;
  }

  @Test
  void a_plain_stub_comes_back_by_metadata() throws Exception {
    AtomicReference<Metadata> answer = new AtomicReference<>();
    Context.CancellableContext context = Context.current().withCancellation();
    Context before = context.attach();
    try {
      Iterator<Message> items = watch("9", new Metadata(), answer);
      for (int i = 0; i < 5; i++) {
        assertThat(shop.response(WATCH, items.next().bytes())).contains("item " + (9 - i));
      }
    } finally {
      context.detach(before);
    }
    context.cancel(null);
    String id = requireNonNull(answer.get().get(WireNames.GENERATION));

    Iterator<Message> rest = watch("", resume(id + "/5"), answer);
    for (int i = 4; i > 0; i--) {
      assertThat(shop.response(WATCH, rest.next().bytes())).contains("item " + i);
    }
    assertThat(rest.hasNext()).isFalse();
    assertThat(answer.get().get(WireNames.GENERATION)).isEqualTo(id);
  }

  @Test
  void a_plain_stub_is_told_when_there_is_nothing_to_come_back_to() {
    refused(resume("abcdefghijklmnopqrstuv/5"), Status.Code.NOT_FOUND, "EW6021");
    refused(resume("5"), Status.Code.INVALID_ARGUMENT, "EW6007");
  }

  private void refused(Metadata headers, Status.Code status, String code) {
    Iterator<Message> items = watch("9", headers, new AtomicReference<>());
    assertThatThrownBy(items::hasNext)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(status);
              assertThat(requireNonNull(e.getTrailers()).get(WireNames.CODE)).isEqualTo(code);
            });
  }
}
