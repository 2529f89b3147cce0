package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.protocol.openai.ApiError;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.NotAllowedException;
import java.util.TreeSet;

/** Answers what no controller answers, without telling more than the caller needs. */
@Controller("/failures")
@Produces(MediaType.ALL)
final class Failures {
  private static final System.Logger LOG = System.getLogger(Failures.class.getName());
  private static final String PROBLEM = Failures.class.getName();
  private static final String ANSWER = PROBLEM + ".answer";

  /** Micronaut asks {@link #notFound} for the words of every 404, a controller's too. */
  static void notFoundBecause(HttpRequest<?> request, Problem problem) {
    request.setAttribute(PROBLEM, problem);
  }

  /** The same for one that has a form of its own. */
  static void notFoundBecause(HttpRequest<?> request, HttpResponse<byte[]> answer) {
    request.setAttribute(ANSWER, answer);
  }

  @Error(status = HttpStatus.NOT_FOUND, global = true)
  HttpResponse<?> notFound(HttpRequest<?> request) {
    return request.getAttribute(ANSWER).orElse(null) instanceof HttpResponse<?> answer
        ? answer
        : said(
            request,
            request
                .getAttribute(PROBLEM, Problem.class)
                .orElseGet(() -> new Problem(404, ErrorCode.NOT_FOUND, Paths.UNKNOWN)));
  }

  @Error(global = true)
  HttpResponse<byte[]> notAllowed(HttpRequest<?> request, NotAllowedException error) {
    String allowed = String.join(", ", new TreeSet<>(error.getAllowedMethods()));
    String words =
        "This path does not take " + request.getMethodName() + ". It takes " + allowed + ".";
    // RFC 9110, section 15.5.6: such an answer says what is allowed.
    return said(request, new Problem(405, ErrorCode.NOT_ACCEPTED, words))
        .header(HttpHeaders.ALLOW, allowed);
  }

  /** In the words of whose path it is. */
  private static MutableHttpResponse<byte[]> said(HttpRequest<?> request, Problem problem) {
    if (OpenAiAnswers.speaksAt(request.getPath())) {
      return OpenAiAnswers.error(ApiError.of(problem.status(), problem.code(), problem.detail()));
    }
    return (request.getPath() + "/").startsWith(OpenInferenceController.PATH)
        ? OpenAnswers.error(problem.status(), problem.detail())
        : Answers.problem(problem);
  }

  @Error(global = true)
  HttpResponse<byte[]> failed(HttpRequest<?> request, Throwable error) {
    LOG.log(System.Logger.Level.WARNING, "a request failed: " + error, error);
    return said(
        request,
        new Problem(
            500, ErrorCode.COMMAND_FAILED, "The orchestrator could not answer; its log says why."));
  }
}
