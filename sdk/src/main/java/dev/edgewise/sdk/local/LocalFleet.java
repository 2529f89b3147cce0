package dev.edgewise.sdk.local;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.fleet.Target;
import dev.edgewise.sdk.host.Bodies;
import dev.edgewise.sdk.host.BodyIndex;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.link.Transport;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * This JVM as a fleet: two nodes of one site, which host services and models when they are first
 * asked for. Thread-safe.
 */
public final class LocalFleet implements AutoCloseable {
  /** The site of both nodes, and of whoever calls them. */
  public static final String SITE = "local";

  private final LocalNode edge;
  private final LocalNode cloud;
  private final Settings settings;
  private final Clock clock;
  private final LocalServing serving;
  private final LocalCaching caching;
  // Guarded by this.
  private final Set<Class<?>> services = new HashSet<>();
  private final Set<String> models = new HashSet<>();
  private @Nullable Bodies bodies;

  /**
   * A fleet that offers nothing yet.
   *
   * @param accelerators of both nodes: they are one machine
   * @param settings for the configuration records of bodies
   * @param random must be thread-safe
   */
  public LocalFleet(
      List<Accelerator> accelerators, Settings settings, Clock clock, RandomGenerator random) {
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
    this.serving = new LocalServing(clock, random);
    this.caching = new LocalCaching(serving::embedder, this::isBusy, clock, random);
    this.edge = node("local-edge", Tier.EDGE, accelerators);
    this.cloud = node("local-cloud", Tier.CLOUD, accelerators);
  }

  private LocalNode node(String name, Tier tier, List<Accelerator> accelerators) {
    return new LocalNode(
        new Node(name, tier, new Site(SITE, Trust.OWN)),
        Runtime.getRuntime().availableProcessors(),
        accelerators,
        caching);
  }

  private boolean isBusy() {
    return edge.isBusy() || cloud.isBusy();
  }

  /** Where the nodes are, for {@link #transport}. */
  public List<Target> targets() {
    return List.of(
        Target.edge(edge.node().name(), edge.node().name()),
        Target.inZone(SITE, cloud.node().name()));
  }

  /**
   * The way to the nodes.
   *
   * @param executor runs bodies and callbacks; closed by who made it
   */
  public Transport transport(ExecutorService executor) {
    return new LocalTransport(
        Map.of(edge.node().name(), edge, cloud.node().name(), cloud), executor, clock);
  }

  /**
   * Sees to it that a service can be called.
   *
   * @param clients of other services, for its bodies
   * @param onNews asks the nodes again what they offer; called before this returns when that has
   *     changed, so that nobody calls what the client does not know yet
   * @throws EdgewiseException with {@code NO_BODY} when no class path has a body of it; what
   *     building one throws
   */
  public synchronized void host(
      ServiceDefinition<?> service, Bodies.Clients clients, Runnable onNews) {
    if (services.contains(service.type())) {
      return;
    }
    boolean any = false;
    for (LocalNode node : List.of(edge, cloud)) {
      Optional<BodyDefinition<?>> body =
          BodyIndex.find(
              service.type().getClassLoader(), service.type().getName(), node.node().tier());
      if (body.isPresent()) {
        node.host(bodies(clients).build(body.get()));
        any = true;
      }
    }
    if (!any) {
      throw EdgewiseException.of(
          ErrorCode.NO_BODY,
          "No body of "
              + service.name()
              + " is on the class path. Add the jar with its @Body classes, or name nodes that host"
              + " it with Edgewise.builder().");
    }
    // Only now: a body that could not be built is tried, and complained of, at the next call too.
    services.add(service.type());
    onNews.run();
  }

  private Bodies bodies(Bodies.Clients clients) {
    Bodies known = bodies;
    if (known == null) {
      known =
          serving
              .merging()
              .map(merging -> new Bodies(serving, clients, settings, merging))
              .orElseGet(() -> new Bodies(serving, clients, settings));
      bodies = known;
    }
    return known;
  }

  /**
   * Sees to it that a model can be called.
   *
   * @param onNews as above
   * @throws EdgewiseException with {@code NO_SERVING} or {@code NO_MODEL}
   */
  public synchronized void host(ModelMethods model, Runnable onNews) {
    if (models.contains(model.service())) {
      return;
    }
    // Once, on the tier that models prefer: there is one machine behind both nodes.
    cloud.host(serving.find(model.model()));
    models.add(model.service());
    onNews.run();
  }

  @Override
  public synchronized void close() {
    // First: it may be computing an answer once more.
    caching.close();
    if (bodies != null) {
      try {
        bodies.close();
      } catch (RuntimeException e) {
        System.getLogger(LocalFleet.class.getName())
            .log(System.Logger.Level.WARNING, "closing bodies failed", e);
      }
    }
    // Last: bodies hold models of it.
    serving.close();
  }
}
