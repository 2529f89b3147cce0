package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Names;
import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.ViewStatus;
import dev.edgewise.core.model.Model;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.fleet.Target;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Invoker;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.invoke.Surroundings;
import dev.edgewise.sdk.local.LocalFleet;
import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The way to a fleet. A client is the service's own interface:
 *
 * <pre>{@code
 * try (Edgewise eco = Edgewise.builder().edgeNodes("nyc-edge01", "london-edge02").cloudZone("west1").build()) {
 *   Vision vision = eco.client(Vision.class);
 *   Faces faces = vision.detect(frame);
 * }
 * }</pre>
 *
 * <p>With {@link #local()} the same calls run in this JVM, through the same codecs. Keep one {@code
 * Edgewise} for as long as the application runs: it watches its nodes, and what it has learned of
 * them makes it good. Thread-safe, its clients too; a client may be called from virtual threads.
 * All threads of its own are daemons.
 */
public final class Edgewise implements AutoCloseable {
  private final Invoker invoker;

  /** The nodes of this JVM, in local mode. */
  private final Optional<LocalFleet> local;

  private final List<AutoCloseable> owned;
  private final Services services = new Services();

  Edgewise(
      List<Target> targets,
      Selection selection,
      Optional<String> site,
      Surroundings surroundings,
      Optional<LocalFleet> local,
      List<AutoCloseable> owned) {
    this.local = local;
    this.owned = List.copyOf(owned);
    this.invoker = Invoker.start(surroundings, site, targets, selection);
  }

  /**
   * Everything in this JVM: bodies on the class path are the nodes {@code local-edge} and {@code
   * local-cloud}. Bodies that use models need an engine on the class path, and Java 25. The nodes
   * have the accelerators that a look at this machine finds (some milliseconds; tenths of a second
   * where NVIDIA's driver is), and those that {@code $EDGEWISE_ACCELERATORS} declares.
   */
  public static Edgewise local() {
    return SystemParts.local(SystemParts.accelerators());
  }

  /** The same with just these accelerators, {@code "gpu-t4=16GB"}; nothing is looked for. */
  public static Edgewise local(String... accelerators) {
    return SystemParts.local(AcceleratorWish.declared("local(…)", List.of(accelerators)));
  }

  /** A fleet of nodes, in words. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A client of a service, with what its annotations say.
   *
   * @throws EdgewiseException with {@code NOT_PROCESSED} when {@code type} is no service, in local
   *     mode with {@code NO_BODY} when there is no body for it
   */
  public <S> S client(Class<S> type) {
    return client(type, CallOptions.none());
  }

  /** A client of a service whose calls have these options. */
  public <S> S client(Class<S> type, CallOptions options) {
    requireNonNull(options, "options");
    ServiceDefinition<S> service = services.of(type);
    host(service);
    return service.stub(blocking(options));
  }

  /**
   * An instance of a class whose tagged methods run on nodes. All its other methods, and the calls
   * that the class makes to itself, run here.
   *
   * <pre>{@code
   * Analytics analytics = eco.create(Analytics.class);
   * float[] clean = analytics.realtimeFilter(samples);
   * }</pre>
   *
   * @param arguments of the constructor of this instance alone; they are never sent: a node builds
   *     its own instance of its models, clients and configuration, so null does for what only
   *     tagged methods use
   * @throws EdgewiseException with {@code BAD_CLIENT} when the constructor takes others, or throws;
   *     else as {@link #client(Class)}
   */
  public <S> S create(Class<S> type, @Nullable Object... arguments) {
    return create(type, CallOptions.none(), arguments);
  }

  /** An instance whose calls have these options. */
  public <S> S create(Class<S> type, CallOptions options, @Nullable Object... arguments) {
    requireNonNull(options, "options");
    ServiceDefinition<S> service = services.of(type);
    host(service);
    return Instances.of(service, blocking(options), arguments);
  }

  /**
   * Makes a call without waiting: {@code eco.async(Vision.class, v -> v.detect(frame))}. The future
   * fails with an {@link EdgewiseException}; cancelling it cancels the call. Its dependents run on
   * a thread of the client and must not block it.
   */
  public <S, R extends @Nullable Object> CompletableFuture<R> async(
      Class<S> type, ServiceCall<S, R> call) {
    CompletableFuture<Outcome<R>> outcome = invoker.invoke(written(type, call, CallOptions.none()));
    CompletableFuture<R> result = outcome.thenApply(Outcome::orThrow);
    return new LinkedFuture<>(result, outcome);
  }

  /**
   * Makes a call, waits, and tells not only the result but what became of it: the node that
   * answered, what the cascade did, the decision id. Refusals and failures come back as values.
   */
  public <S, R extends @Nullable Object> Outcome<R> call(Class<S> type, ServiceCall<S, R> call) {
    return call(type, call, CallOptions.none());
  }

  /** The same with options. */
  public <S, R extends @Nullable Object> Outcome<R> call(
      Class<S> type, ServiceCall<S, R> call, CallOptions options) {
    return Waits.on(invoker, written(type, call, options));
  }

  /**
   * A model of the fleet, as a service: {@code
   * eco.modelService("captions").batching(batching).build()}.
   *
   * @throws EdgewiseException with {@code BAD_CLIENT} when no model can have such a name
   */
  public ModelService.Builder modelService(String name) {
    return new ModelService.Builder(this, name);
  }

  /**
   * A model of the fleet, seen as that type: {@link TextToImage}, {@link CaptionSearch} or {@link
   * TextGeneration}.
   *
   * @throws EdgewiseException as {@link ModelService.Builder#build} and {@link ModelService#as} say
   */
  public <T> T model(Class<T> type, String name) {
    return modelService(name).build().as(type);
  }

  /**
   * A model of the fleet: tensors in, tensors out, in the order of its metadata. Closing it does
   * nothing; it belongs to its nodes.
   *
   * @throws EdgewiseException as {@link ModelService.Builder#build} says
   */
  public Model<List<Tensor>, List<Tensor>> model(String name) {
    return new RemoteModel(modelService(name).build());
  }

  /** What is known of each node: first those that were named by address, then as registered. */
  public List<NodeStatus> nodes() {
    return invoker.fleet().statuses();
  }

  /**
   * What is known of the orchestrator: whether it answers, and how old the view is that calls rest
   * on. Empty for a client that has none.
   */
  public Optional<ViewStatus> orchestrator() {
    return invoker.fleet().orchestrator();
  }

  /**
   * Ends running calls as cancelled, writes down what is left of the decisions, and closes
   * connections.
   */
  @Override
  public void close() {
    invoker.close();
    local.ifPresent(LocalFleet::close);
    for (AutoCloseable part : owned) {
      try {
        part.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        System.getLogger(Edgewise.class.getName())
            .log(System.Logger.Level.WARNING, "closing " + part + " failed", e);
      }
    }
  }

  /**
   * Asks every node again what it offers, and waits for the answers. Without it, a client learns of
   * a change within 10 s.
   */
  public void refresh() {
    Waits.on(invoker.fleet().refresh());
  }

  /**
   * Says that the answer of a call was wrong: the node that gave it keeps it no longer, and learns.
   *
   * @param decisionId of that call, as {@link Outcome#decisionId()} tells it
   * @return whether a node that can be reached gave it lately, kept or to be kept
   */
  public boolean wrongAnswer(String decisionId) {
    return Waits.on(wrong(requireNonNull(decisionId, "decisionId")));
  }

  CompletableFuture<Boolean> wrong(String decisionId) {
    return invoker.wrong(decisionId);
  }

  Caller blocking(CallOptions options) {
    return new BlockingCaller(this, options);
  }

  FleetView view() {
    return invoker.fleet().view();
  }

  /** In local mode, sees to it that a service can be called. */
  private void host(ServiceDefinition<?> service) {
    local.ifPresent(here -> here.host(service, this::lazyClient, this::refresh));
  }

  /** The same for a model. */
  void host(ModelMethods model) {
    local.ifPresent(here -> here.host(model, this::refresh));
  }

  /** A client for a body: hosted at its first call, so that two services may use each other. */
  private <S> S lazyClient(Class<S> type) {
    ServiceDefinition<S> service = services.of(type);
    return service.stub(new LazyCaller(() -> host(service), blocking(CallOptions.none())));
  }

  private <S, R extends @Nullable Object> CallRequest<R> written(
      Class<S> type, ServiceCall<S, R> call, CallOptions options) {
    ServiceDefinition<S> service = services.of(type);
    host(service);
    Recorder.Recorded recorded = Recorder.record(service, call);
    // The recorder saw to it that the lambda returns what this method returns.
    @SuppressWarnings("unchecked")
    MethodDefinition<R> method = (MethodDefinition<R>) recorded.method();
    return Requests.of(method, recorded.arguments(), options, Origin.APPLICATION);
  }

  Invoker invoker() {
    return invoker;
  }

  /** Builds an {@link Edgewise}. Not thread-safe. */
  public static final class Builder {
    private final NamedFleet named = new NamedFleet();
    private Optional<String> name = Optional.empty();
    private Optional<String> site = Optional.empty();
    private Optional<TlsFiles> tls = Optional.empty();
    private Optional<Surroundings> surroundings = Optional.empty();

    private Builder() {}

    /**
     * Learns the fleet from an orchestrator, {@code "host:7443"} or {@code "consul://host:8500"}:
     * all of it, or of a tier only what {@link #edgeNodes} and {@link #cloudZone} name. Calls do
     * not pass through it, and go on without it.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address
     */
    public Builder orchestrator(String address) {
      named.orchestrator(address);
      return this;
    }

    /**
     * Names edge nodes: {@code "nyc-edge01"} as an orchestrator knows it, or {@code
     * "nyc-edge01=host:7501"}, which needs none. No other edge node is used then.
     *
     * <p>Names alone are looked up at the {@link #orchestrator}, else at {@code
     * $EDGEWISE_ORCHESTRATOR}, else at {@code 127.0.0.1:7443}; a name that is not registered there
     * is no error, since it may come. Without {@link #orchestrator} a client uses only what is
     * named.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when one cannot be read
     */
    public Builder edgeNodes(String... nodes) {
      for (String node : nodes) {
        named.edgeNode(node);
      }
      return this;
    }

    /**
     * Names a cloud zone: {@code "west1"} for all nodes that an orchestrator knows there, or {@code
     * "west1=host:7502,host:7503"}. May be called for several zones; no other zone is used then.
     * For the rest see {@link #edgeNodes}.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it cannot be read
     */
    public Builder cloudZone(String zone) {
      named.zone(zone);
      return this;
    }

    /**
     * What the application calls itself towards the orchestrator, for people who look at the fleet.
     * Without it: the name of its main class and its process id.
     */
    public Builder name(String name) {
      this.name = Optional.of(Names.check("name", name));
      return this;
    }

    /** Says at which site the calls are made; data labelled {@code local-only} goes only there. */
    public Builder site(String name) {
      this.site = Optional.of(Names.check("site", name));
      return this;
    }

    /**
     * Shows this certificate to nodes, and believes only those that have theirs from its CA.
     * Without it: what {@code $EDGEWISE_TLS} names, else plain text.
     */
    public Builder tls(TlsFiles files) {
      tls = Optional.of(files);
      return this;
    }

    /** For tests and simulations: uses these parts instead of the system's. */
    public Builder surroundings(Surroundings surroundings) {
      this.surroundings = Optional.of(surroundings);
      return this;
    }

    /**
     * For tests and simulations: watches this target too, whose address is the transport's own
     * matter.
     */
    public Builder target(Target target) {
      named.target(target);
      return this;
    }

    /**
     * Connects to the orchestrator and the nodes, in the background: a call waits until they have
     * answered, or for its deadline; but when the orchestrator cannot be reached at all, calls are
     * refused from 3 s after this on.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when nothing was named, {@code
     *     BAD_CERTIFICATE} when what was named with {@link #tls} cannot be used
     */
    public Edgewise build() {
      named.check();
      if (named.isSteered() && surroundings.filter(parts -> parts.feed().isEmpty()).isPresent()) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT,
            "Names alone need an orchestrator, and these surroundings have no feed of one.");
      }
      return surroundings
          .map(
              parts ->
                  new Edgewise(
                      named.targets(), named.selection(), site, parts, Optional.empty(), List.of()))
          .orElseGet(() -> SystemParts.connect(named, name, site, tls));
    }
  }
}
