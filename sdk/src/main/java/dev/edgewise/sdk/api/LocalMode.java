package dev.edgewise.sdk.api;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.invoke.Selection;
import dev.edgewise.sdk.invoke.Surroundings;
import dev.edgewise.sdk.invoke.Target;
import dev.edgewise.sdk.local.Bodies;
import dev.edgewise.sdk.local.BodyIndex;
import dev.edgewise.sdk.local.LocalNode;
import dev.edgewise.sdk.local.LocalTransport;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/**
 * Hosts services and models in this JVM, as two nodes of one site, when they are first asked for.
 */
final class LocalMode implements Hosting {
  private static final String SITE = "local";

  private final Map<Tier, LocalNode> nodes;
  private final Set<Class<?>> prepared = new HashSet<>();
  private final Set<String> preparedModels = new HashSet<>();
  private final LocalServing serving;
  private final LocalCaching caching;
  private Optional<Bodies> bodies = Optional.empty();

  private LocalMode(Map<Tier, LocalNode> nodes, LocalServing serving, LocalCaching caching) {
    this.nodes = nodes;
    this.serving = serving;
    this.caching = caching;
  }

  /** Starts both nodes; they are one machine, so each has all of these. */
  static Edgewise start(List<Accelerator> accelerators) {
    LocalServing serving = new LocalServing();
    Map<Tier, LocalNode> nodes = new EnumMap<>(Tier.class);
    LocalCaching caching =
        new LocalCaching(
            serving::embedder, () -> nodes.values().stream().anyMatch(LocalNode::isBusy));
    nodes.put(Tier.EDGE, node("local-edge", Tier.EDGE, accelerators, caching));
    nodes.put(Tier.CLOUD, node("local-cloud", Tier.CLOUD, accelerators, caching));
    ExecutorService executor = SystemParts.executor();
    SystemScheduler scheduler = SystemParts.scheduler();
    Surroundings surroundings =
        new Surroundings(
            SystemParts.clock(),
            scheduler,
            SystemParts.random(),
            new LocalTransport(
                nodes.values().stream()
                    .collect(Collectors.toMap(node -> node.node().name(), node -> node)),
                executor,
                scheduler,
                SystemParts.clock()),
            SystemParts.decisionFiles());
    return new Edgewise(
        List.of(Target.edge("local-edge", "local-edge"), Target.inZone(SITE, "local-cloud")),
        Selection.nothing(),
        Optional.of(SITE),
        surroundings,
        new LocalMode(nodes, serving, caching),
        List.of(executor::shutdownNow, scheduler));
  }

  private static LocalNode node(
      String name, Tier tier, List<Accelerator> accelerators, LocalCaching caching) {
    return new LocalNode(
        new Node(name, tier, new Site(SITE, Trust.OWN)),
        Runtime.getRuntime().availableProcessors(),
        accelerators,
        caching);
  }

  @Override
  public synchronized void prepare(ServiceDefinition<?> service, Edgewise eco) {
    if (prepared.contains(service.type())) {
      return;
    }
    if (bodies.isEmpty()) {
      bodies =
          Optional.of(
              serving
                  .merging()
                  .map(
                      merging ->
                          new Bodies(
                              serving, new LazyClients(eco), SystemParts.settings(), merging))
                  .orElseGet(
                      () -> new Bodies(serving, new LazyClients(eco), SystemParts.settings())));
    }
    boolean any = false;
    for (LocalNode node : nodes.values()) {
      Optional<BodyDefinition<?>> body =
          BodyIndex.find(
              service.type().getClassLoader(), service.type().getName(), node.node().tier());
      if (body.isPresent()) {
        node.host(bodies.get().build(body.get()));
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
    prepared.add(service.type());
    eco.refresh();
  }

  @Override
  public synchronized void prepare(ModelMethods model, Edgewise eco) {
    if (preparedModels.contains(model.service())) {
      return;
    }
    // Once: the tier that models prefer. There is one machine behind both nodes.
    LocalNode zone = nodes.get(Tier.CLOUD);
    if (zone != null) {
      zone.host(serving.find(model.model()));
    }
    preparedModels.add(model.service());
    eco.refresh();
  }

  @Override
  public boolean wrong(String decisionId) {
    return caching.wrong(decisionId);
  }

  @Override
  public synchronized void close() {
    // First: it may be computing an answer once more.
    caching.close();
    if (bodies.isPresent()) {
      try {
        bodies.get().close();
      } catch (RuntimeException e) {
        System.getLogger(LocalMode.class.getName())
            .log(System.Logger.Level.WARNING, "closing bodies failed", e);
      }
    }
    // Last: bodies hold models of it.
    serving.close();
  }

  /**
   * Clients for bodies: their service is prepared at their first call, so that two services may use
   * each other.
   */
  private record LazyClients(Edgewise eco) implements Bodies.Clients {
    @Override
    public <S> S client(Class<S> type) {
      return eco.service(type).stub(new LazyCaller(eco, type));
    }
  }
}
