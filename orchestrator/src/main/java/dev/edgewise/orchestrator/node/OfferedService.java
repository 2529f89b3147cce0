package dev.edgewise.orchestrator.node;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A service that a node hosts.
 *
 * @param name full protobuf name, {@code shop.v1.Vision}
 * @param methods those that a body of the node's tier offers
 * @param descriptorSet a {@code google.protobuf.FileDescriptorSet}, imports included; may be empty
 */
public record OfferedService(String name, List<String> methods, Bytes descriptorSet) {
  public OfferedService {
    Limits.text("services.name", name, 1, Limits.NAME);
    methods = Limits.list("services.methods of " + name, methods, Limits.METHODS);
    methods.forEach(method -> Limits.text("services.methods of " + name, method, 1, Limits.NAME));
    requireNonNull(descriptorSet, "descriptorSet");
  }

  public OfferedService with(Bytes shared) {
    return new OfferedService(name, methods, shared);
  }
}
