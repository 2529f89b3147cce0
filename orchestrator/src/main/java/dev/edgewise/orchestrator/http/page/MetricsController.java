package dev.edgewise.orchestrator.http.page;

import dev.edgewise.daemon.http.Answer;
import dev.edgewise.daemon.metrics.DaemonMetrics;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The fleet and this process for Prometheus and its like. */
@Controller("/metrics")
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class MetricsController {
  private final DaemonMetrics metrics;

  MetricsController(DaemonMetrics metrics) {
    this.metrics = metrics;
  }

  @Get
  HttpResponse<byte[]> metrics(HttpRequest<?> request) {
    String accept = String.join(",", request.getHeaders().getAll(HttpHeaders.ACCEPT));
    Answer answer = metrics.answer(accept);
    return HttpResponse.ok(answer.body()).contentType(MediaType.of(answer.contentType()));
  }
}
