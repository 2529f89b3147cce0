package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.protocol.openai.ApiError;
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
      return guarded(
          OpenAiAnswers.speaksAt(request.getPath())
              ? OpenAiAnswers.error(OpenAiAnswers.error(problem.get()))
              : Answers.problem(problem.get()));
    }
    HttpMethod method = request.getMethod();
    if (request.getPath().startsWith(CALLS)) {
      return method == HttpMethod.POST
          ? null
          : wrongMethod(
              "POST",
              "Calls are made with POST, their arguments as JSON in the body: curl -H"
                  + " 'Content-Type: application/json' -d '{…}' URL. What can be called is told by"
                  + " GET /v1/services.");
    }
    if (request.getPath().startsWith(WrongAnswerController.PATH)) {
      return method == HttpMethod.POST
          ? null
          : wrongMethod("POST", "That an answer was wrong is said with POST, without a body.");
    }
    boolean posts =
        request.getPath().startsWith(OpenInferenceController.PATH)
            || OpenAiAnswers.speaksAt(request.getPath())
            || request.getPath().equals(PicturesController.GENERATE);
    if (method == HttpMethod.GET
        || method == HttpMethod.HEAD
        || (posts && method == HttpMethod.POST)) {
      return null;
    }
    if (OpenAiAnswers.speaksAt(request.getPath())) {
      return guarded(
          OpenAiAnswers.error(
                  ApiError.of(
                      405, ErrorCode.NOT_ACCEPTED, "Paths below /v1 take GET, HEAD or POST."))
              .header(HttpHeaders.ALLOW, "GET, HEAD, POST"));
    }
    return request.getPath().startsWith(OpenInferenceController.PATH)
        ? guarded(
            OpenAnswers.error(405, "Paths below /v2 take GET, HEAD or POST.")
                .header(HttpHeaders.ALLOW, "GET, HEAD, POST"))
        : wrongMethod(
            "GET, HEAD",
            "Only GET is answered here. Methods of services are called with POST at"
                + " /v1/call/SERVICE/METHOD; the fleet is steered with the command line: edgewise"
                + " node drain NODE.");
  }

  private static HttpResponse<byte[]> wrongMethod(String allowed, String detail) {
    return guarded(
        Answers.problem(new Problem(405, ErrorCode.NOT_ACCEPTED, detail))
            .header(HttpHeaders.ALLOW, allowed));
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
