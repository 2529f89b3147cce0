package dev.edgewise.lab.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.edgewise.lab.oip.rpc.Fields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OracleTest {
  private static final Outcome GOOD = new Outcome("OK", List.of("y [1]"), "");
  private static final Outcome OTHER = new Outcome("OK", List.of("y [2]"), "");
  private static final Outcome BAD = new Outcome("NOT_FOUND", List.of("an error is told"), "none");

  private final Oracle oracle = new Oracle();
  private final Case<String> plain = Case.of("plain", "");
  private final Case<String> known = Case.of("known", "").but("of a reason");

  @Test
  void the_same_answer_holds() {
    oracle.judge(plain, Case.Door.AGENT_GRPC, GOOD, GOOD);
    assertThat(oracle.report().held()).isTrue();
  }

  @Test
  void a_difference_without_a_reason_does_not_hold_and_is_shown() {
    oracle.judge(plain, Case.Door.AGENT_GRPC, GOOD, BAD);
    oracle.judge(plain, Case.Door.AGENT_GRPC, GOOD, OTHER);
    assertThat(oracle.report().held()).isFalse();
    assertThat(oracle.report().lines())
        .contains(
            "DIFFERS agent, gRPC: plain: ours OK, Triton's NOT_FOUND (none)",
            "DIFFERS agent, gRPC: plain: ours has [y [1]], Triton's [y [2]]");
  }

  @Test
  void a_difference_with_a_reason_holds_and_is_shown() {
    oracle.judge(known, Case.Door.AGENT_GRPC, GOOD, BAD);
    assertThat(oracle.report().held()).isTrue();
    assertThat(oracle.report().lines()).anyMatch(line -> line.endsWith("of a reason"));
  }

  @Test
  void a_reason_without_a_difference_does_not_hold() {
    oracle.judge(known, Case.Door.AGENT_GRPC, GOOD, GOOD);
    assertThat(oracle.report().held()).isFalse();
  }

  @Test
  void requests_have_names_of_their_own_and_are_forty_and_more_by_each_protocol() {
    List<String> rest = RestCases.all().stream().map(Case::name).toList();
    List<String> grpc = GrpcCases.all().stream().map(Case::name).toList();
    assertThat(rest).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
    assertThat(grpc).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void each_reason_stands_in_the_documents() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "open-inference.md"));
    Stream.concat(RestCases.all().stream(), GrpcCases.all().stream())
        .flatMap(one -> one.deviations().values().stream())
        .distinct()
        .forEach(reason -> assertThat(page).contains(reason));
  }

  @Test
  void tensors_by_http_are_compared_with_all_their_elements() throws Exception {
    String json =
        "{\"model_name\":\"m\",\"outputs\":[{\"name\":\"a\",\"datatype\":\"FP32\",\"shape\":[1],"
            + "\"parameters\":{\"binary_data_size\":4}},"
            + "{\"name\":\"b\",\"datatype\":\"INT32\",\"shape\":[2],\"data\":[1,2.0]}]}";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(RestDoor.floats(1));
    Outcome outcome = answered(200, Integer.toString(json.length()), body.toByteArray());
    assertThat(outcome.status()).isEqualTo("200");
    assertThat(outcome.facts())
        .containsExactly(
            "model_name \"m\"",
            "outputs \"a\" \"FP32\" [1] raw 0000803f",
            "outputs \"b\" \"INT32\" [2] 1.0 2.0");
  }

  @Test
  void an_error_by_http_counts_by_its_status_and_that_it_says_something() throws Exception {
    Outcome silent = answered(400, "", new byte[0]);
    Outcome told = answered(400, "", "{\"error\":\"why\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(silent.same(told)).isFalse();
    assertThat(told.words()).isEqualTo("why");
  }

  @Test
  void fields_are_read_as_they_were_written_packed_or_not() throws IOException {
    Fields inner = Fields.none().text(1, "x").numbers(3, 1, 512);
    Fields read = Fields.parse(Fields.none().message(5, inner).bytes(7, new byte[] {1, 2}).bytes());
    assertThat(read.messages(5).getFirst().text(1)).isEqualTo("x");
    assertThat(read.messages(5).getFirst().numbers(3)).containsExactly(1L, 512L);
    assertThat(read.allBytes(7).getFirst()).containsExactly(1, 2);
    // 1 and 512, packed.
    Fields packed = Fields.none().bytes(3, new byte[] {1, (byte) 0x80, 4});
    assertThat(packed.numbers(3)).containsExactly(1L, 512L);
  }

  private static Outcome answered(int status, String header, byte[] body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (!header.isEmpty()) {
            exchange.getResponseHeaders().add(RestDoor.HEADER_LENGTH, header);
          }
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (RestDoor door = new RestDoor("127.0.0.1:" + server.getAddress().getPort())) {
      return door.send(new RestDoor.Request("GET", "/v2", Map.of(), new byte[0]));
    } finally {
      server.stop(0);
    }
  }
}
