package dev.edgewise.testkit;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.Trust;
import dev.edgewise.core.model.Engines;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.fleet.Target;
import dev.edgewise.sdk.host.Bodies;
import dev.edgewise.sdk.host.BodyIndex;
import dev.edgewise.sdk.host.ModelShelf;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.invoke.CallLog;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.Surroundings;
import dev.edgewise.sdk.local.LocalNode;
import dev.edgewise.sdk.local.LocalTransport;
import dev.edgewise.sdk.spi.BodyDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A fleet in this JVM for tests. Calls take the whole way, router, retries, cascade and codecs
 * included; a node can be crashed, paused and healed.
 *
 * <pre>{@code
 * try (TestFleet fleet = TestFleet.builder().edge("edge-1").edge("edge-2").host(Hello.class).start()) {
 *   Hello hello = fleet.edgewise().client(Hello.class);
 *   fleet.node("edge-1").crash();
 *   assertThat(hello.greet("Ada")).isEqualTo("Hello, Ada!");
 * }
 * }</pre>
 */
public final class TestFleet implements AutoCloseable {
  private final Map<String, TestNode> nodes;
  private final Edgewise edgewise;
  private final Bodies bodies;
  private final ExecutorService executor;
  private final SystemScheduler scheduler;
  private final List<CallRecord> records;

  private TestFleet(
      Map<String, TestNode> nodes,
      Edgewise edgewise,
      Bodies bodies,
      ExecutorService executor,
      SystemScheduler scheduler,
      List<CallRecord> records) {
    this.nodes = nodes;
    this.edgewise = edgewise;
    this.bodies = bodies;
    this.executor = executor;
    this.scheduler = scheduler;
    this.records = records;
  }

  /** A fleet, in words. */
  public static Builder builder() {
    return new Builder();
  }

  /** The application's side of the fleet. */
  public Edgewise edgewise() {
    return edgewise;
  }

  /** A node by its name. */
  public TestNode node(String name) {
    TestNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException(
          "node: " + name + " (expected: one of " + nodes.keySet() + ")");
    }
    return node;
  }

  /** How each call that has ended went, in the order in which they ended. */
  public List<CallRecord> records() {
    return List.copyOf(records);
  }

  @Override
  public void close() {
    edgewise.close();
    bodies.close();
    executor.shutdownNow();
    scheduler.close();
  }

  /** Builds a {@link TestFleet}. */
  public static final class Builder {
    private final Map<String, LocalNode> nodes = new LinkedHashMap<>();
    private final List<Class<?>> services = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private Optional<String> callerSite = Optional.empty();

    private Builder() {}

    /** Adds an edge node, at an own site of the same name. */
    public Builder edge(String name) {
      return node(new Node(name, Tier.EDGE, new Site(name, Trust.OWN)));
    }

    /** Adds a node of the zone {@code cloud}. */
    public Builder cloud(String name) {
      return node(new Node(name, Tier.CLOUD, new Site("cloud", Trust.OWN)));
    }

    /** Adds a node. */
    public Builder node(Node node) {
      nodes.put(node.name(), new LocalNode(requireNonNull(node, "node"), 2));
      return this;
    }

    /** Hosts a service: each node gets the body for its tier, where the class path has one. */
    public Builder host(Class<?> service) {
      services.add(service);
      return this;
    }

    /**
     * Sets a component of a configuration record: {@code set("AnalyticsConfig.threshold", "0.3")}.
     */
    public Builder set(String name, String value) {
      settings.add(name + "=" + value);
      return this;
    }

    /** Says where the calls are made. */
    public Builder callerSite(String site) {
      callerSite = Optional.of(site);
      return this;
    }

    /** Starts it. */
    public TestFleet start() {
      ExecutorService executor =
          Executors.newCachedThreadPool(
              task -> {
                Thread thread = new Thread(task, "test-fleet");
                thread.setDaemon(true);
                return thread;
              });
      SystemScheduler scheduler = SystemScheduler.create("test-fleet-scheduler");
      Map<String, TestNode> testNodes = new LinkedHashMap<>();
      nodes.forEach((name, node) -> testNodes.put(name, new TestNode(node)));
      Map<String, Switch> switches = new LinkedHashMap<>();
      testNodes.forEach((name, node) -> switches.put(name, node.fault()));
      List<CallRecord> records = new CopyOnWriteArrayList<>();
      Surroundings surroundings =
          new Surroundings(
              Clock.system(),
              scheduler,
              new Random(1),
              new FaultyTransport(
                  new LocalTransport(nodes, executor, Clock.system()),
                  switches,
                  executor,
                  scheduler),
              new CallLog() {
                @Override
                public void record(CallRecord record) {
                  records.add(record);
                }

                @Override
                public void close() {}
              });
      Edgewise.Builder builder = Edgewise.builder().surroundings(surroundings);
      callerSite.ifPresent(builder::site);
      nodes
          .values()
          .forEach(
              local ->
                  builder.target(
                      local.node().tier() == Tier.EDGE
                          ? Target.edge(local.node().name(), local.node().name())
                          : Target.inZone(local.node().site().name(), local.node().name())));
      Edgewise edgewise = builder.build();
      Bodies bodies =
          new Bodies(new ModelShelf(Engines.found()), edgewise::client, Settings.of(settings));
      host(bodies);
      edgewise.refresh();
      return new TestFleet(testNodes, edgewise, bodies, executor, scheduler, records);
    }

    private void host(Bodies bodies) {
      for (Class<?> service : services) {
        boolean any = false;
        for (LocalNode node : nodes.values()) {
          Optional<BodyDefinition<?>> body =
              BodyIndex.find(service.getClassLoader(), service.getName(), node.node().tier());
          if (body.isPresent()) {
            node.host(bodies.build(body.get()));
            any = true;
          }
        }
        if (!any) {
          throw new IllegalArgumentException(
              "host: "
                  + service.getName()
                  + " (expected: a service with a @Body on the class path for the tier of one of "
                  + nodes.keySet()
                  + ")");
        }
      }
    }
  }
}
