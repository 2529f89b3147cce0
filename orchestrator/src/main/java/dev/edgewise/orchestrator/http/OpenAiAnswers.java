package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.serving.protocol.openai.ApiError;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;

/** Answers of OpenAI's protocol by HTTP. */
final class OpenAiAnswers {
  /** By which its clients name a request to who can look it up: our decision. */
  static final String REQUEST_ID = "x-request-id";

  /** By which its clients are told not to try again what they would. */
  private static final String SHOULD_RETRY = "x-should-retry";

  private OpenAiAnswers() {}

  /** What a call has made. */
  static MutableHttpResponse<byte[]> json(String json, Outcome.Completed<?> done) {
    return CallHeaders.put(Answers.json(json), done).header(REQUEST_ID, done.decisionId());
  }

  /** What is wrong with a request in the protocol's own terms, such as which field. */
  static MutableHttpResponse<byte[]> error(HttpRequest<?> request, ApiError error) {
    return Voice.kept(request, form(error));
  }

  static MutableHttpResponse<byte[]> form(ApiError error) {
    String reason = error.type();
    MutableHttpResponse<byte[]> response =
        Voice.response(error.status(), reason, MediaTypes.JSON, error.json());
    if (error.retryAfter() > 0) {
      Voice.tryAgain(response, error.retryAfter());
    }
    if (error.tryingAgainIsOfNoUse()) {
      response.header(SHOULD_RETRY, "false");
    }
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
}
