package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.protocol.RestInference;
import dev.edgewise.serving.protocol.openai.ServerSentEvents;
import dev.edgewise.serving.protocol.openai.TextInference;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * How a protocol says that something went wrong. Every error that is answered by HTTP gets its form
 * here, and nowhere else: a {@link Problem} says what is wrong, whoever reads it in what words.
 */
public enum Voice {
  /** Our own: problem documents. */
  EDGEWISE {
    @Override
    MutableHttpResponse<byte[]> form(Problem problem) {
      MutableHttpResponse<byte[]> response =
          response(problem.status(), problem.title(), Problem.TYPE, problem.json() + "\n");
      int seconds = ErrorStatus.retryAfter(problem.status());
      return seconds == 0 ? response : tryAgain(response, seconds);
    }

    @Override
    String event(Problem problem) {
      return problem.json();
    }
  },

  /** OpenAI's, whose clients make exceptions of the status. */
  OPENAI {
    @Override
    MutableHttpResponse<byte[]> form(Problem problem) {
      return OpenAiAnswers.form(OpenAiAnswers.error(problem));
    }

    @Override
    void signs(MutableHttpResponse<?> response, String decision) {
      super.signs(response, decision);
      response.header(OpenAiAnswers.REQUEST_ID, decision);
    }

    @Override
    String event(Problem problem) {
      return ServerSentEvents.failed(OpenAiAnswers.error(problem));
    }
  },

  /** That of the Open Inference Protocol: an object with one key. */
  OPEN_INFERENCE {
    @Override
    MutableHttpResponse<byte[]> form(Problem problem) {
      // That code stands for several things; the statuses of the others are the protocol's own.
      int status =
          problem.code() == ErrorCode.NOT_ACCEPTED
              ? problem.status()
              : RestInference.status(problem.code());
      MutableHttpResponse<byte[]> response =
          response(
              status,
              problem.code().name(),
              MediaTypes.JSON,
              RestInference.error(problem.detail()));
      return status == 429 || status == 503 ? tryAgain(response, 1) : response;
    }

    @Override
    String event(Problem problem) {
      return TextInference.failed(problem.detail());
    }
  };

  /** Below which models answer by the Open Inference Protocol. */
  static final String INFERENCES = "/v2/";

  private static final String VERSION_1 = "/v1/";

  /** What this server had there before it spoke OpenAI's protocol. */
  private static final List<String> OURS =
      List.of(VERSION_1 + "call/", VERSION_1 + "services", WrongAnswerController.PATH);

  private static final String NOT_FOUND = Voice.class.getName();

  /** In whose words a path is answered. */
  static Voice at(String path) {
    if ((path + "/").startsWith(INFERENCES)) {
      return OPEN_INFERENCE;
    }
    return path.startsWith(VERSION_1) && OURS.stream().noneMatch(path::startsWith)
        ? OPENAI
        : EDGEWISE;
  }

  /** As the answer to a request. */
  public final MutableHttpResponse<byte[]> answer(HttpRequest<?> request, Problem problem) {
    MutableHttpResponse<byte[]> response = form(problem);
    problem.retryAfter().ifPresent(time -> tryAgain(response, seconds(time)));
    problem.decision().ifPresent(id -> signs(response, id));
    problem.node().ifPresent(node -> response.header(CallHeaders.NODE, node));
    return kept(request, response);
  }

  /** Names the decision that an answer rests on. */
  void signs(MutableHttpResponse<?> response, String decision) {
    response.header(CallHeaders.DECISION, decision);
  }

  abstract MutableHttpResponse<byte[]> form(Problem problem);

  /** As the last event of a stream that had begun well. */
  abstract String event(Problem problem);

  /** Micronaut asks {@link Failures} for the words of every 404, a controller's too. */
  static MutableHttpResponse<byte[]> kept(
      HttpRequest<?> request, MutableHttpResponse<byte[]> response) {
    if (response.code() == 404) {
      request.setAttribute(NOT_FOUND, response);
    }
    return response;
  }

  /** What was answered with a 404; else that there is no such path. */
  static HttpResponse<?> notFound(HttpRequest<?> request, Problem unknown) {
    return request.getAttribute(NOT_FOUND).orElse(null) instanceof HttpResponse<?> answer
        ? answer
        : at(request.getPath()).answer(request, unknown);
  }

  static MutableHttpResponse<byte[]> response(int status, String reason, String type, String body) {
    return HttpResponse.<byte[]>status(status, reason)
        .body(body.getBytes(UTF_8))
        .contentType(MediaType.of(type))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** The header has whole seconds; who comes a little later finds what was promised. */
  private static int seconds(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, time.plusMillis(999).toSeconds()));
  }

  static MutableHttpResponse<byte[]> tryAgain(MutableHttpResponse<byte[]> response, int seconds) {
    response.getHeaders().remove(HttpHeaders.RETRY_AFTER);
    return response.header(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
  }
}
