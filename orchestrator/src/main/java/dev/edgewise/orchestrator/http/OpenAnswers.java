package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.gateway.ErrorWords;
import dev.edgewise.serving.protocol.RestInference;
import dev.edgewise.serving.protocol.RestWriter;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Answers of the Open Inference Protocol by HTTP. */
final class OpenAnswers {
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  private static final MediaType JSON = MediaType.of("application/json");
  private static final MediaType RAW = MediaType.of("application/octet-stream");

  private OpenAnswers() {}

  static MutableHttpResponse<byte[]> json(String json) {
    return HttpResponse.ok(json.getBytes(UTF_8)).contentType(JSON);
  }

  /** An inference's answer, packed when its caller asks for just one way of packing. */
  static MutableHttpResponse<byte[]> inferred(HttpRequest<?> request, RestWriter.Body body) {
    String packing =
        String.valueOf(request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING))
            .strip()
            .toLowerCase(Locale.ROOT);
    boolean packed = packing.equals("gzip") || packing.equals("deflate");
    MutableHttpResponse<byte[]> response =
        HttpResponse.ok(packed ? packed(packing, body.bytes()) : body.bytes())
            .contentType(body.headerLength().isPresent() ? RAW : JSON);
    if (packed) {
      response.header(HttpHeaders.CONTENT_ENCODING, packing);
    }
    body.headerLength()
        .ifPresent(length -> response.header(HEADER_LENGTH, Integer.toString(length)));
    return response;
  }

  private static byte[] packed(String packing, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packer =
        packing.equals("gzip") ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
      packer.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  static MutableHttpResponse<byte[]> error(HttpRequest<?> request, EdgewiseException error) {
    MutableHttpResponse<byte[]> response = error(request, error.code(), ErrorWords.of(error));
    error.decisionId().ifPresent(id -> response.header(CallHeaders.DECISION, id));
    error.node().ifPresent(node -> response.header(CallHeaders.NODE, node));
    return response;
  }

  /** What was wrong before anybody looked at what was asked. */
  static MutableHttpResponse<byte[]> error(int status, String words) {
    return HttpResponse.<byte[]>status(HttpStatus.valueOf(status))
        .body(RestInference.error(words).getBytes(UTF_8))
        .contentType(JSON);
  }

  static MutableHttpResponse<byte[]> error(HttpRequest<?> request, ErrorCode code, String words) {
    int status = RestInference.status(code);
    byte[] body = RestInference.error(words).getBytes(UTF_8);
    MutableHttpResponse<byte[]> response =
        HttpResponse.<byte[]>status(status, code.name()).body(body).contentType(JSON);
    if (status == 404) {
      Failures.notFoundBecause(request, response);
    }
    return status == 429 || status == 503
        ? response.header(HttpHeaders.RETRY_AFTER, "1")
        : response;
  }
}
