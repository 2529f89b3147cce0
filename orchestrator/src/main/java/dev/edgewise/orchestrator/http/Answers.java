package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/** Makes answers of bytes that are ready. */
final class Answers {
  private static final MediaType JSON = MediaType.of("application/json");
  private static final MediaType PROBLEM = MediaType.of(Problem.TYPE);

  private Answers() {}

  static MutableHttpResponse<byte[]> json(String json) {
    return now(HttpResponse.ok(json.getBytes(UTF_8)).contentType(JSON));
  }

  static MutableHttpResponse<byte[]> problem(Problem problem) {
    MutableHttpResponse<byte[]> answer =
        HttpResponse.<byte[]>status(problem.status(), problem.title())
            .body(problem.toJson().getBytes(UTF_8))
            .contentType(PROBLEM);
    int seconds = ErrorStatus.retryAfter(problem.status());
    return now(
        seconds == 0 ? answer : answer.header(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
  }

  /** What is true now and may be wrong in a second. */
  private static MutableHttpResponse<byte[]> now(MutableHttpResponse<byte[]> answer) {
    return answer.header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
