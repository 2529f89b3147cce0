package dev.edgewise.orchestrator;

import static dev.edgewise.orchestrator.GatewayRig.FIND;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What strangers send to the gateway, right and wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
final class GatewayInputTest {
  private GatewayRig rig;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    rig = GatewayRig.start(folder);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private String send(String verb, String path, String headers, byte[] body) throws IOException {
    byte[] head =
        (verb
                + " "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers.replace("|", "\r\n")
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(ISO_8859_1);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return new String(rig.raw(request), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "POST; /v1/call/Shop/find; Content-Type: application/json; {; 400; line 1",
        "POST; /v1/call/Shop/find; Content-Type: application/json; []; 400; no JSON object",
        "POST; /v1/call/Shop/find; Content-Type: application/json; {\"txt\": 1}; 400; text",
        "POST; /v1/call/Shop/find; Content-Type: application/json; {\"atMost\": \"x\"}; 400;"
            + " atMost",
        "POST; /v1/call/Shop/find; Content-Type: application/json; {\"big\": 1e999999999}; 400;"
            + " big",
        "POST; /v1/call/Shop/fnd; Content-Type: application/json; {}; 404; There is",
        "POST; /v1/call/Shp/find; Content-Type: application/json; {}; 404; Did you mean",
        "GET; /v1/call/Shop/find; Accept: */*; ''; 405; POST",
        "PUT; /v1/call/Shop/find; Content-Type: application/json; {}; 405; POST",
        "POST; /v1/call/Shop/find; Content-Type: application/json|Accept: text/html; {}; 406; json",
        "POST; /v1/call/Shop/find; Content-Type: text/plain; {}; 415; application/json",
        "POST; /v1/call/Shop/find; Content-Type: application/json; charset=latin1; 400; JSON",
        "POST; /v1/call/Shop/find; Content-Type: application/json|Edgewise-Deadline: 2h; {}; 400;"
            + " 1h",
        "POST; /v1/call/Shop/find; Content-Type: application/json|Edgewise-Tenant: a b; {}; 400;"
            + " name",
        "POST; /v1/call/Shop/find; Content-Type: application/json|Edgewise-Cache-Control: no-store;"
            + " {}; 400; Edgewise-Cache-Control: its directive 1 is not known",
        "POST; /v1/call/Shop/find; Content-Type:"
            + " application/json|Edgewise-Cache-Control: max-age=1|Edgewise-Cache-Control:"
            + " max-age=x; {}; 400; max-age is no age",
        "POST; /v1/wrong-answer/no%20id; Accept: */*; ''; 400; Edgewise-Decision",
        "POST; /v1/wrong-answer/zzzzzzzzzzzzz; Accept: */*; ''; 404; nothing to forget",
        "GET; /v1/wrong-answer/zzzzzzzzzzzzz; Accept: */*; ''; 405; POST",
        "POST; /v1/call/Shop/find; Content-Type: application/json|Origin: http://a.b; {}; 403;"
            + " origin",
      })
  void what_is_wrong_gets_its_status_and_says_what_to_do(
      String verb, String path, String headers, String body, int status, String says)
      throws IOException {
    String answer = send(verb, path, headers, body.getBytes(UTF_8));
    assertThat(answer).startsWith("HTTP/1.1 " + status).contains(says, "application/problem+json");
  }

  @Test
  void a_compressed_body_is_refused_and_one_that_is_too_large_too() throws IOException {
    String json = "Content-Type: application/json";
    assertThat(send("POST", "/v1/call/Shop/find", json + "|Content-Encoding: gzip", new byte[9]))
        .startsWith("HTTP/1.1 4");
    assertThat(send("POST", "/v1/call/Shop/find", json, new byte[(4 << 20) + 1]))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void whoever_sends_chunks_without_end_is_told_and_the_connection_ends() throws IOException {
    String head =
        "POST /v1/call/Shop/find HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
            + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    String chunk = "10000\r\n" + "[".repeat(1 << 16) + "\r\n";
    // As many bytes as no server needs to read in order to know that they are too many.
    byte[] request = (head + chunk.repeat(128)).getBytes(ISO_8859_1);
    assertThat(new String(rig.raw(request), UTF_8))
        .startsWith("HTTP/1.1 413")
        .contains("connection: close", "larger than 4 MiB");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/call/Shop/find, 4194305",
    "/generate, 4194305",
    "/v2/models/boots/infer, 67108865"
  })
  void a_body_that_says_that_it_is_too_large_is_refused_before_it_is_sent(String path, long bytes)
      throws IOException {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + bytes
            + "\r\n\r\n";
    assertThat(rig.firstLine(head.getBytes(ISO_8859_1))).startsWith("HTTP/1.1 413");
  }

  @Test
  void no_bytes_whatever_they_are_make_the_server_fail() throws IOException {
    Random random = new Random(5);
    String letters = "{}[]\":,0123456789eE+-.truefalsn \\u0000\"text\"\"atMost\"\"stock\"";
    for (int i = 0; i < 150; i++) {
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      if (i % 3 != 0) {
        for (int b = 0; b < body.length; b++) {
          body[b] = (byte) letters.charAt(random.nextInt(letters.length()));
        }
      }
      assertThat(send("POST", "/v1/call/Shop/find", "Content-Type: application/json", body))
          .as("seed 5, round %s: %s", i, new String(body, ISO_8859_1))
          .startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void reflection_tells_the_services_of_the_fleet() throws Exception {
    RawStream<ServerReflectionResponse> answers = new RawStream<>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(rig.channel()).serverReflectionInfo(answers);
    questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(
            answers
                .next(ServerReflectionResponse::hasListServicesResponse)
                .getListServicesResponse()
                .getServiceList())
        .extracting(ServiceResponse::getName)
        .contains("shop.v1.Shop", "edgewise.v1.Operator");
    questions.onNext(
        ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol(FIND.replace('/', '.'))
            .build());
    assertThat(
            answers
                .next(ServerReflectionResponse::hasFileDescriptorResponse)
                .getFileDescriptorResponse()
                .getFileDescriptorProtoCount())
        .isPositive();
    questions.onCompleted();
  }
}
