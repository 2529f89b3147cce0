package dev.edgewise.orchestrator.http;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.protocol.RestWriter;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** How inferences of the Open Inference Protocol come and go by HTTP: tensors behind their JSON. */
final class OpenAnswers {
  private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  private static final MediaType JSON = MediaType.of("application/json");
  private static final MediaType RAW = MediaType.of("application/octet-stream");

  private OpenAnswers() {}

  /**
   * Bytes of an inference that are JSON; what follows them is tensors. Empty when all of it is.
   *
   * @throws EdgewiseException with {@code BAD_REQUEST} when its header says nothing of the kind
   */
  static OptionalInt headerLength(HttpHeaders headers) {
    String length = headers.get(HEADER_LENGTH);
    if (length == null) {
      return OptionalInt.empty();
    }
    if (!length.matches("[0-9]{1,9}")) {
      throw EdgewiseException.of(ErrorCode.BAD_REQUEST, HEADER_LENGTH + " is no number of bytes");
    }
    return OptionalInt.of(Integer.parseInt(length));
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
}
