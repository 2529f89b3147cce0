package dev.edgewise.orchestrator.http.page;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.http.Problem;
import dev.edgewise.orchestrator.http.Voice;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/**
 * What happens in the fleet, as server-sent events: {@code fleet}, {@code decisions} and {@code
 * pictures}.
 */
@Controller("/api/v1/events")
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventsController {
  private final EventHub hub;

  EventsController(EventHub hub) {
    this.hub = hub;
  }

  @Get
  HttpResponse<?> events(HttpRequest<?> request) {
    return hub.listen()
        .<HttpResponse<?>>map(
            stream ->
                HttpResponse.ok(stream)
                    .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store"))
        .orElseGet(
            () ->
                Voice.EDGEWISE.answer(
                    request,
                    Problem.of(
                        ErrorCode.OVERLOADED,
                        "As many pages listen as may at the same time ("
                            + EventHub.MOST_LISTENERS
                            + "); close one.")));
  }
}
