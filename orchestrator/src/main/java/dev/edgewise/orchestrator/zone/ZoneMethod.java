package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.node.OfferedService;

/**
 * A method that a zone offers as soon as one of its nodes runs.
 *
 * @param method full name, {@code shop.v1.Vision/index}
 * @param service that it belongs to, with its descriptor set, as the last node of the zone offered
 *     it
 */
public record ZoneMethod(String method, OfferedService service) {
  public ZoneMethod {
    requireNonNull(method, "method");
    requireNonNull(service, "service");
  }
}
