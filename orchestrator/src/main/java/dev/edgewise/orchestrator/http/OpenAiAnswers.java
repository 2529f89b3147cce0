package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.serving.protocol.openai.ApiError;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;

/** Answers of OpenAI's protocol by HTTP. */
final class OpenAiAnswers {
  /** By which its clients name a request to who can look it up: our decision. */
  static final String REQUEST_ID = "x-request-id";

  /** By which its clients are told not to try again what they would. */
  private static final String SHOULD_RETRY = "x-should-retry";

  /** What this server had there before. */
  private static final List<String> OURS =
      List.of("/v1/call/", "/v1/services", WrongAnswerController.PATH);

  private static final MediaType JSON = MediaType.of("application/json");

  private OpenAiAnswers() {}

  /** Whether what goes wrong at a path is said in the words of this protocol. */
  static boolean speaksAt(String path) {
    return path.startsWith("/v1/") && OURS.stream().noneMatch(path::startsWith);
  }

  static MutableHttpResponse<byte[]> json(String json) {
    return HttpResponse.ok(json.getBytes(UTF_8))
        .contentType(JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** What a call has made. */
  static MutableHttpResponse<byte[]> json(String json, Outcome.Completed<?> done) {
    return CallHeaders.put(json(json), done).header(REQUEST_ID, done.decisionId());
  }

  static MutableHttpResponse<byte[]> error(HttpRequest<?> request, ApiError error) {
    MutableHttpResponse<byte[]> response = error(error);
    if (error.status() == 404) {
      Failures.notFoundBecause(request, response);
    }
    return response;
  }

  static MutableHttpResponse<byte[]> error(ApiError error) {
    MutableHttpResponse<byte[]> response =
        HttpResponse.<byte[]>status(error.status(), error.type())
            .body(error.json().getBytes(UTF_8))
            .contentType(JSON)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (error.retryAfter() > 0) {
      response.header(HttpHeaders.RETRY_AFTER, Integer.toString(error.retryAfter()));
    }
    if (error.tryingAgainIsOfNoUse()) {
      response.header(SHOULD_RETRY, "false");
    }
    return response;
  }

  static MutableHttpResponse<byte[]> error(HttpRequest<?> request, Problem problem) {
    MutableHttpResponse<byte[]> response = error(request, error(problem));
    problem.decision().ifPresent(id -> of(response, id));
    return response;
  }

  static ApiError error(Problem problem) {
    // These stand for several things; the statuses of the others are the protocol's own.
    boolean ofHttp =
        problem.code() == ErrorCode.NOT_ACCEPTED
            || (problem.code() == ErrorCode.TOO_LARGE && problem.decision().isEmpty());
    return ofHttp
        ? ApiError.of(problem.status(), problem.code(), problem.detail())
        : ApiError.of(problem.code(), problem.detail());
  }

  private static void of(MutableHttpResponse<byte[]> response, String decision) {
    response.header(CallHeaders.DECISION, decision).header(REQUEST_ID, decision);
  }
}
