package dev.edgewise.orchestrator.fleet;

import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Descriptor sets of all nodes, each different one held once: a fleet of a thousand nodes hosts the
 * same few services.
 */
final class Descriptors {
  private static final class Held {
    private final Bytes bytes;
    private int users;

    private Held(Bytes bytes) {
      this.bytes = bytes;
    }
  }

  private final Map<Bytes, Held> held = new HashMap<>();
  private final long most;
  private long total;

  /**
   * @param most bytes of all different ones together
   */
  Descriptors(long most) {
    this.most = most;
  }

  /** Whether those of {@code registration} fit beside what is held. */
  boolean fits(Registration registration) {
    long more = 0;
    for (OfferedService service : registration.services()) {
      if (!held.containsKey(service.descriptorSet())) {
        more += service.descriptorSet().size();
      }
    }
    return total + more <= most;
  }

  /** The same registration, with shared descriptor sets. */
  Registration share(Registration registration) {
    List<OfferedService> services = new ArrayList<>();
    for (OfferedService service : registration.services()) {
      Held entry = held.computeIfAbsent(service.descriptorSet(), this::hold);
      entry.users++;
      services.add(service.with(entry.bytes));
    }
    return registration.with(services);
  }

  void release(Registration registration) {
    for (OfferedService service : registration.services()) {
      Held entry = held.get(service.descriptorSet());
      if (entry != null && --entry.users == 0) {
        held.remove(service.descriptorSet());
        total -= entry.bytes.size();
      }
    }
  }

  /** The same registration without descriptor sets. */
  static Registration without(Registration registration) {
    return registration.with(
        registration.services().stream().map(service -> service.with(Bytes.none())).toList());
  }

  long total() {
    return total;
  }

  private Held hold(Bytes bytes) {
    total += bytes.size();
    return new Held(bytes);
  }
}
