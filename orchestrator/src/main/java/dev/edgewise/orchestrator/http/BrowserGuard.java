package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands before every path: whom to answer, and what a browser may do with the answer. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class BrowserGuard {
  private static final String POLICY =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  @RequestFilter
  @Nullable HttpResponse<byte[]> check(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    Optional<Problem> problem =
        Origins.check(
            headers.getAll(HttpHeaders.HOST),
            headers.getAll(HttpHeaders.ORIGIN),
            headers.get("Sec-Fetch-Site"),
            headers.get("Sec-Fetch-Mode"));
    if (problem.isPresent()) {
      return guarded(Answers.problem(problem.get()));
    }
    if (request.getMethod() != HttpMethod.GET && request.getMethod() != HttpMethod.HEAD) {
      return guarded(
          Answers.problem(
                  new Problem(
                      405,
                      ErrorCode.NOT_ACCEPTED,
                      "Only GET is answered here. The fleet is steered with the command line:"
                          + " edgewise node drain NODE."))
              .header(HttpHeaders.ALLOW, "GET, HEAD"));
    }
    return null;
  }

  @ResponseFilter
  void guard(MutableHttpResponse<?> response) {
    guarded(response);
  }

  private static <T> MutableHttpResponse<T> guarded(MutableHttpResponse<T> response) {
    response.getHeaders().set("Content-Security-Policy", POLICY);
    response.getHeaders().set("X-Content-Type-Options", "nosniff");
    response.getHeaders().set("Referrer-Policy", "no-referrer");
    response.getHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
    return response;
  }
}
