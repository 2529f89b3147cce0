package dev.edgewise.core.router;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.UnsureBand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Small words for the fleets that the tests talk about. */
final class Fleets {
  static final MethodContract DETECT = method("detect", Tier.EDGE, Optional.empty());
  static final MethodContract CASCADE =
      method("cascade", Tier.EDGE, Optional.of(new UnsureBand(0.3, 0.7)));
  static final MethodContract INDEX = method("index", Tier.CLOUD, Optional.empty());
  static final long START = 1_000_000_000_000L;

  private Fleets() {}

  static MethodContract method(String name, Tier tier, Optional<UnsureBand> cascade) {
    return new MethodContract(
        "shop.v1.Vision", name, tier, Duration.ofSeconds(2), true, Label.INTERNAL, cascade);
  }

  static Node edge(String name) {
    return new Node(name, Tier.EDGE, new Site("site-" + name, Trust.OWN));
  }

  static Node cloud(String name) {
    return new Node(name, Tier.CLOUD, new Site("zone-" + name, Trust.TRUSTED));
  }

  static Node at(String name, Tier tier, Trust trust) {
    return new Node(name, tier, new Site("site-" + name, trust));
  }

  static NodeView up(Node node) {
    return state(node, Liveness.ALIVE);
  }

  static NodeView state(Node node, Liveness liveness) {
    return new NodeView(
        node, liveness, false, Set.of(DETECT.fullName(), CASCADE.fullName(), INDEX.fullName()));
  }

  static NodeView draining(Node node) {
    return new NodeView(node, Liveness.ALIVE, true, up(node).methods());
  }

  static FleetView view(NodeView... nodes) {
    return new FleetView(7, List.of(nodes));
  }

  static Invocation call(MethodContract method, long now) {
    return call(method, 1_000, now);
  }

  static Invocation call(MethodContract method, int bytes, long now) {
    return call(method, bytes, Label.INTERNAL, Optional.empty(), now + method.deadline().toNanos());
  }

  static Invocation call(
      MethodContract method, int bytes, Label label, Optional<String> callerSite, long deadline) {
    return new Invocation("d-1", method, bytes, deadline, label, callerSite);
  }

  static Load load(int inFlight, int queued, int slots, Duration meanService) {
    return new Load(inFlight, queued, slots, meanService, false, 1);
  }

  static Load idle(int slots, Duration meanService) {
    return load(0, 0, slots, meanService);
  }

  static Duration ms(double millis) {
    return Duration.ofNanos(Math.round(millis * 1e6));
  }
}
