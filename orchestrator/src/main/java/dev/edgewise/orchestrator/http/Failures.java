package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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

  /** What went wrong is for whoever reads the log. */
  static final Problem INSIDE =
      new Problem(
          500, ErrorCode.COMMAND_FAILED, "The orchestrator could not answer; its log says why.");

  private static final Problem UNKNOWN =
      new Problem(
          404,
          ErrorCode.NOT_FOUND,
          "There is no such path. The page is at /, the API under /api/v1/, calls at"
              + " /v1/call/SERVICE/METHOD, what can be called at /v1/services and /openapi.json,"
              + " models by OpenAI's protocol at /v1/models and beside it, by the Open Inference"
              + " Protocol at /v2, metrics at /metrics, health at /health/live and /health/ready.");

  @Error(status = HttpStatus.NOT_FOUND, global = true)
  HttpResponse<?> notFound(HttpRequest<?> request) {
    return Voice.notFound(request, UNKNOWN);
  }

  @Error(global = true)
  HttpResponse<byte[]> notAllowed(HttpRequest<?> request, NotAllowedException error) {
    String allowed = String.join(", ", new TreeSet<>(error.getAllowedMethods()));
    String words =
        "This path does not take " + request.getMethodName() + ". It takes " + allowed + ".";
    // RFC 9110, section 15.5.6: such an answer says what is allowed.
    return Voice.at(request.getPath())
        .answer(request, new Problem(405, ErrorCode.NOT_ACCEPTED, words))
        .header(HttpHeaders.ALLOW, allowed);
  }

  @Error(global = true)
  HttpResponse<byte[]> failed(HttpRequest<?> request, Throwable error) {
    LOG.log(System.Logger.Level.WARNING, "a request failed: " + error, error);
    return Voice.at(request.getPath()).answer(request, INSIDE);
  }
}
