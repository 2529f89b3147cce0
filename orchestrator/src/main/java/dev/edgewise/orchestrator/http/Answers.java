package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/** Makes answers of JSON that is ready; what went wrong is said by a {@link Voice}. */
public final class Answers {
  private static final MediaType JSON = MediaType.of(MediaTypes.JSON);

  private Answers() {}

  /** What is true now and may be wrong in a second. */
  public static MutableHttpResponse<byte[]> json(String json) {
    return HttpResponse.ok(json.getBytes(UTF_8))
        .contentType(JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
