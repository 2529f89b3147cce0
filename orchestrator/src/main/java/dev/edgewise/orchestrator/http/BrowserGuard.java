package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.http.rpc.Askers;
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

  private static final String CALLS = "/v1/call/";

  private final CallerGuard callers;

  BrowserGuard(CallerGuard callers) {
    this.callers = callers;
  }

  @RequestFilter
  @Nullable HttpResponse<byte[]> check(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    Optional<Problem> problem =
        Origins.check(
            Askers.isSecure(request),
            headers.getAll(HttpHeaders.HOST),
            headers.getAll(HttpHeaders.ORIGIN),
            headers.get("Sec-Fetch-Site"),
            headers.get("Sec-Fetch-Mode"));
    Voice voice = Voice.at(request.getPath());
    if (problem.isPresent()) {
      return guarded(voice.answer(request, problem.get()));
    }
    return wrongMethod(request, voice)
        .map(
            wrong ->
                voice
                    .answer(request, new Problem(405, ErrorCode.NOT_ACCEPTED, wrong.words()))
                    .header(HttpHeaders.ALLOW, wrong.allowed()))
        .or(() -> callers.refusal(request, voice))
        .map(BrowserGuard::guarded)
        .orElse(null);
  }

  /** A method that a path does not take. */
  private record WrongMethod(String allowed, String words) {}

  /** What is wrong with the method of a request; empty when its path may take it. */
  private static Optional<WrongMethod> wrongMethod(HttpRequest<?> request, Voice voice) {
    HttpMethod method = request.getMethod();
    String path = request.getPath();
    if (path.startsWith(CALLS)) {
      return method == HttpMethod.POST
          ? Optional.empty()
          : Optional.of(
              new WrongMethod(
                  "POST",
                  "Calls are made with POST, their arguments as JSON in the body: curl -H"
                      + " 'Content-Type: application/json' -d '{…}' URL. What can be called is told"
                      + " by GET /v1/services."));
    }
    if (path.startsWith(WrongAnswerController.PATH)) {
      return method == HttpMethod.POST
          ? Optional.empty()
          : Optional.of(
              new WrongMethod(
                  "POST", "That an answer was wrong is said with POST, without a body."));
    }
    boolean ofModels = voice != Voice.EDGEWISE;
    boolean posts = ofModels || path.equals(PicturesController.GENERATE);
    if (method == HttpMethod.GET
        || method == HttpMethod.HEAD
        || (posts && method == HttpMethod.POST)) {
      return Optional.empty();
    }
    return Optional.of(
        ofModels
            ? new WrongMethod(
                "GET, HEAD, POST",
                "Paths below " + path.substring(0, 3) + " take GET, HEAD or POST.")
            : new WrongMethod(
                "GET, HEAD",
                "Only GET is answered here. Methods of services are called with POST at"
                    + " /v1/call/SERVICE/METHOD; the fleet is steered with the command line:"
                    + " edgewise node drain NODE."));
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
