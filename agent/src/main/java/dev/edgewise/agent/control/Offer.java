package dev.edgewise.agent.control;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Node;
import dev.edgewise.core.machine.Hardware;
import java.util.List;
import java.util.Optional;

/**
 * What a node tells the orchestrator about itself.
 *
 * @param node who it is
 * @param address where callers reach it, {@code host:port}
 * @param version of the agent's software
 * @param tags that an operator gave it
 * @param services that take calls now
 * @param models that their bodies use
 * @param hardware what it runs on
 * @param figures what it costs
 * @param metered whether its link costs by volume
 */
public record Offer(
    Node node,
    String address,
    String version,
    List<String> tags,
    List<Service> services,
    List<Model> models,
    Hardware hardware,
    Figures figures,
    boolean metered) {
  public Offer {
    requireNonNull(node, "node");
    requireNonNull(address, "address");
    requireNonNull(version, "version");
    tags = List.copyOf(tags);
    services = List.copyOf(services);
    models = List.copyOf(models);
    requireNonNull(hardware, "hardware");
    requireNonNull(figures, "figures");
  }

  /**
   * A service.
   *
   * @param name full protobuf name
   * @param methods that a body of this node's tier offers
   * @param descriptorSet a {@code google.protobuf.FileDescriptorSet}; not copied, not to be changed
   */
  public record Service(String name, List<String> methods, byte[] descriptorSet) {
    public Service {
      requireNonNull(name, "name");
      methods = List.copyOf(methods);
      requireNonNull(descriptorSet, "descriptorSet");
    }
  }

  /**
   * A model.
   *
   * @param engine that runs it, for example {@code tflite}
   * @param service that uses it
   */
  public record Model(String name, String engine, String service) {
    public Model {
      requireNonNull(name, "name");
      requireNonNull(engine, "engine");
      requireNonNull(service, "service");
    }
  }

  /**
   * What a node costs, as its operator says; empty means unknown.
   *
   * @param costPerHour in the fleet's currency
   * @param idleWatts with nothing to do
   * @param busyWatts with all that it can do
   */
  public record Figures(
      Optional<Double> costPerHour, Optional<Double> idleWatts, Optional<Double> busyWatts) {
    public Figures {
      requireNonNull(costPerHour, "costPerHour");
      requireNonNull(idleWatts, "idleWatts");
      requireNonNull(busyWatts, "busyWatts");
    }
  }
}
