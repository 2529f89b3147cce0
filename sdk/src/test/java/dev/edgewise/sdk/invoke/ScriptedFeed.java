package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Sighting;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.fleet.OrchestratorView;
import dev.edgewise.sdk.fleet.RegisteredNode;
import dev.edgewise.sdk.fleet.ScaledZone;
import dev.edgewise.sdk.fleet.Traffic;
import dev.edgewise.sdk.fleet.ViewFeed;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An orchestrator that says what a test tells it to. */
final class ScriptedFeed implements ViewFeed {
  final List<List<Sighting>> sightings = new ArrayList<>();
  final List<Traffic> traffic = new ArrayList<>();
  final List<String> woken = new ArrayList<>();
  boolean ready;
  boolean closed;
  private long version;
  private @Nullable Listener listener;

  static RegisteredNode edge(String name) {
    return node(new Node(name, Tier.EDGE, new Site(name, Trust.OWN)), name);
  }

  static RegisteredNode cloud(String name) {
    return node(new Node(name, Tier.CLOUD, new Site("zone", Trust.OWN)), name);
  }

  static RegisteredNode edge(String name, MethodDefinition<?> method) {
    return node(new Node(name, Tier.EDGE, new Site(name, Trust.OWN)), name, method);
  }

  static RegisteredNode cloud(String name, MethodDefinition<?> method) {
    return node(new Node(name, Tier.CLOUD, new Site("zone", Trust.OWN)), name, method);
  }

  static RegisteredNode node(Node node, String address) {
    return node(node, address, TestMethods.PLAIN);
  }

  private static RegisteredNode node(Node node, String address, MethodDefinition<?> method) {
    return new RegisteredNode(
        node,
        address,
        1,
        Liveness.ALIVE,
        false,
        Set.of(TestMethods.name(method)),
        Optional.empty(),
        Duration.ZERO);
  }

  static RegisteredNode with(RegisteredNode node, Liveness liveness) {
    return new RegisteredNode(
        node.node(),
        node.address(),
        node.epoch(),
        liveness,
        node.draining(),
        node.methods(),
        node.load(),
        node.loadAge());
  }

  static RegisteredNode draining(RegisteredNode node) {
    return new RegisteredNode(
        node.node(),
        node.address(),
        node.epoch(),
        node.liveness(),
        true,
        node.methods(),
        node.load(),
        node.loadAge());
  }

  static RegisteredNode with(RegisteredNode node, Load load, Duration age) {
    return new RegisteredNode(
        node.node(),
        node.address(),
        node.epoch(),
        node.liveness(),
        node.draining(),
        node.methods(),
        Optional.of(load),
        age);
  }

  void connects() {
    requireNonNull(listener).connected();
  }

  void says(RegisteredNode... nodes) {
    says(List.of(), nodes);
  }

  void says(List<ScaledZone> zones, RegisteredNode... nodes) {
    ready = true;
    requireNonNull(listener).view(new OrchestratorView(++version, List.of(nodes), zones));
  }

  void goes(String because) {
    ready = false;
    requireNonNull(listener).disconnected(because);
  }

  void refuses(ErrorCode code, String message) {
    ready = false;
    requireNonNull(listener).refused(code, message);
  }

  Sighting.@Nullable Kind lastSightingOf(String node) {
    return sightings.isEmpty()
        ? null
        : sightings.get(sightings.size() - 1).stream()
            .filter(sighting -> sighting.node().equals(node))
            .map(Sighting::kind)
            .findFirst()
            .orElse(null);
  }

  @Override
  public String address() {
    return "orchestrator:7443";
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void tell(List<Sighting> told) {
    sightings.add(told);
  }

  @Override
  public void tell(Traffic told) {
    traffic.add(told);
  }

  @Override
  public boolean wake(String zone, String method, int waiting) {
    woken.add(zone);
    return ready;
  }

  @Override
  public void close() {
    closed = true;
  }
}
