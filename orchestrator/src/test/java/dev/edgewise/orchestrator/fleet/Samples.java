package dev.edgewise.orchestrator.fleet;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Sighting;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Figures;
import dev.edgewise.orchestrator.node.Machine;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Things that tests need in some form or other. */
public final class Samples {
  private Samples() {}

  public static Registration node(String name) {
    return node(name, "127.0.0.1:7501");
  }

  public static Registration node(String name, String address) {
    return node(name, address, Bytes.of(new byte[] {1, 2, 3}));
  }

  public static Registration node(String name, String address, Bytes descriptors) {
    return new Registration(
        new Node(name, Tier.EDGE, new Site("shop-" + name, Trust.OWN)),
        address,
        "0.1.0",
        List.of(),
        List.of(new OfferedService("shop.v1.Vision", List.of("detect"), descriptors)),
        List.of(),
        Machine.unknown(),
        List.of(),
        Figures.unknown(),
        false);
  }

  static Registration metered(String name) {
    Registration plain = node(name);
    return new Registration(
        plain.node(),
        plain.address(),
        plain.version(),
        plain.tags(),
        plain.services(),
        plain.models(),
        plain.machine(),
        plain.accelerators(),
        plain.figures(),
        true);
  }

  static Optional<Load> load(int inFlight) {
    return Optional.of(new Load(inFlight, 0, 4, Duration.ofMillis(10), false, 7));
  }

  /** By a process that held that epoch last, and has nothing to do. */
  static Announcement announces(Registration registration, long held) {
    return new Announcement(registration, load(0), held, 0);
  }

  static Renewal renewal(long epoch, Optional<Load> load) {
    return new Renewal(epoch, load, Optional.empty());
  }

  static Sighting reached(String node) {
    return new Sighting(node, Sighting.Kind.REACHED, Optional.of(Duration.ZERO));
  }

  static Sighting silent(String node) {
    return new Sighting(node, Sighting.Kind.SILENT, Optional.empty());
  }

  static Sighting refused(String node) {
    return new Sighting(node, Sighting.Kind.REFUSED, Optional.empty());
  }
}
