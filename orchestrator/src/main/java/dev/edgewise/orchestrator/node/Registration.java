package dev.edgewise.orchestrator.node;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Address;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who a node is and what it offers, as its agent says. Checks itself: whatever breaks a rule or a
 * limit is an {@link IllegalArgumentException} that names the field.
 *
 * @param node name, tier and site
 * @param address where callers reach it, {@code host:port}
 * @param version of the agent's software
 * @param tags free words of its operator
 * @param services at most 256, each name once
 * @param models at most 256
 * @param machine the computer
 * @param accelerators at most 64
 * @param figures what it costs
 * @param metered whether its link costs by volume: leases are longer then
 */
public record Registration(
    Node node,
    String address,
    String version,
    List<String> tags,
    List<OfferedService> services,
    List<OfferedModel> models,
    Machine machine,
    List<Accelerator> accelerators,
    Figures figures,
    boolean metered) {
  public Registration {
    requireNonNull(node, "node");
    checkAddress(address);
    Limits.text("version", version);
    tags = Limits.list("tags", tags, Limits.TAGS);
    tags.forEach(tag -> Limits.text("tags", tag, 1, Limits.TAG));
    services = Limits.list("services", services, Limits.SERVICES);
    checkServices(services);
    models = Limits.list("models", models, Limits.MODELS);
    requireNonNull(machine, "machine");
    accelerators = Limits.list("accelerators", accelerators, Accelerator.MOST);
    requireNonNull(figures, "figures");
  }

  /** The node's name. */
  public String name() {
    return node.name();
  }

  /** The same, with other services: those whose descriptor sets are shared. */
  public Registration with(List<OfferedService> shared) {
    return new Registration(
        node, address, version, tags, shared, models, machine, accelerators, figures, metered);
  }

  private static void checkAddress(String address) {
    Limits.text("address", address, 1, Limits.NAME);
    try {
      Address unused = Address.parse(address);
    } catch (EdgewiseException e) {
      throw Limits.wrong("address", "\"" + address + "\"", "host:port, for example 127.0.0.1:7501");
    }
  }

  private static void checkServices(List<OfferedService> services) {
    Set<String> names = new HashSet<>();
    long descriptors = 0;
    for (OfferedService service : services) {
      if (!names.add(service.name())) {
        throw Limits.wrong("services", "\"" + service.name() + "\" twice", "each name once");
      }
      descriptors += service.descriptorSet().size();
    }
    if (descriptors > Limits.DESCRIPTOR_BYTES) {
      throw Limits.wrong(
          "services.descriptor_set",
          descriptors + " bytes together",
          "at most " + Limits.DESCRIPTOR_BYTES);
    }
  }
}
