package dev.edgewise.agent;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.daemon.http.Answer;
import dev.edgewise.daemon.http.Page;
import dev.edgewise.daemon.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The page {@code /health/ready}: whether calls that are sent here would be taken, and if not, why.
 * The orchestrator has no part in that.
 *
 * @param warming what the node does before it is ready for the first time
 */
record Readiness(
    Admission admission, HealthWatch health, List<HostedService> services, Warming warming)
    implements Page {
  Readiness {
    services = List.copyOf(services);
  }

  /** The page {@code /health/live}: that it is answered is all there is to say. */
  static Answer alive(String accept) {
    return Answer.json(200, new JsonObject().field("status", "up"));
  }

  @Override
  public Answer answer(String accept) {
    List<String> healthy = new ArrayList<>();
    List<String> because = new ArrayList<>();
    for (HostedService service : services) {
      Optional<String> complaint = health.complaint(service.name());
      if (complaint.isEmpty()) {
        healthy.add(service.name());
      } else {
        because.add(service.name() + " is not healthy; the log has its own words");
      }
    }
    boolean draining = admission.slots().draining();
    if (draining) {
      because.add("the node is draining: no new calls");
    }
    warming.because().ifPresent(because::add);
    boolean ready = !draining && !healthy.isEmpty() && warming.because().isEmpty();
    return Answer.json(
        ready ? 200 : 503,
        new JsonObject()
            .field("status", ready ? "ready" : "not ready")
            .field("services", healthy)
            .field("because", because));
  }
}
