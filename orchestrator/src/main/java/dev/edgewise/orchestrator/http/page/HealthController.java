package dev.edgewise.orchestrator.http.page;

import dev.edgewise.orchestrator.http.Answers;
import dev.edgewise.orchestrator.rpc.OperatorView;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** Whether this process works, for those who start and stop it. */
@Controller("/health")
@Produces(MediaType.ALL)
final class HealthController {
  private final OperatorView view;

  HealthController(OperatorView view) {
    this.view = view;
  }

  /** It answers, so it lives; nothing else is looked at. */
  @Get("/live")
  HttpResponse<byte[]> live() {
    return Answers.json("{\"status\":\"UP\"}");
  }

  /**
   * Ready also while it settles: whoever kept traffic from it until then would keep the nodes from
   * coming back, which is what it waits for. And ready without its registry, which nothing here
   * needs.
   */
  @Get("/ready")
  HttpResponse<byte[]> ready() {
    String registry =
        view.publication()
            .status()
            .map(status -> ",\"registry\":\"" + (status.away() ? "AWAY" : "UP") + "\"")
            .orElse("");
    return Answers.json(
        "{\"status\":\"UP\",\"settling\":" + view.fleet().snapshot().settling() + registry + "}");
  }
}
