package dev.edgewise.agent;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.agent.control.Offer;
import dev.edgewise.agent.control.Serving;
import dev.edgewise.agent.control.Steered;
import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.agent.serve.NodeCaching;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.machine.Hardware;
import java.util.ArrayList;
import java.util.List;

/**
 * What this agent has to offer at the moment, and the handle by which it is steered.
 *
 * @param address where callers reach it
 */
record Offering(
    AgentConfig config,
    String version,
    String address,
    Hardware hardware,
    List<HostedService> services,
    HealthWatch health,
    Admission admission,
    NodeLanes lanes,
    NodeCaching cache,
    GenerationBoard board)
    implements Steered {
  Offering {
    requireNonNull(config, "config");
    services = List.copyOf(services);
  }

  @Override
  public Offer offer() {
    List<Offer.Service> offered = new ArrayList<>();
    List<Offer.Model> models = new ArrayList<>();
    for (HostedService service : services) {
      if (health.complaint(service.name()).isEmpty()) {
        offered.add(
            new Offer.Service(
                service.name(),
                service.methods().stream().map(MethodContract::method).toList(),
                service.descriptorSet()));
      }
      service
          .models()
          .forEach((name, engine) -> models.add(new Offer.Model(name, engine, service.name())));
    }
    return new Offer(
        config.node(),
        address,
        version,
        config.fleet().tags(),
        offered,
        models,
        hardware,
        config.fleet().figures(),
        config.fleet().metered());
  }

  @Override
  public Load load() {
    return admission.load();
  }

  @Override
  public Serving serving() {
    return lanes.serving(cache, board);
  }

  @Override
  public void drain(boolean drain) {
    admission.drain(drain);
  }
}
