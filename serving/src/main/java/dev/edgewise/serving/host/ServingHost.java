package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.serving.allocation.Allocator;
import dev.edgewise.serving.batch.Device;
import dev.edgewise.serving.batch.LaneSnapshot;
import dev.edgewise.serving.calls.BatchedCalls;
import dev.edgewise.serving.protocol.ModelCatalogue;
import dev.edgewise.serving.repository.ClassPathModels;
import dev.edgewise.serving.repository.FoundModel;
import dev.edgewise.serving.repository.ModelRepository;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The models of one node: those of its repository and of its class path by name, and those of
 * services' class paths for the bodies that use them. Thread-safe.
 */
public final class ServingHost implements ModelHosting {
  private static final Logger LOG = System.getLogger(ServingHost.class.getName());
  private static final int LOADS_AT_ONCE = 2;
  static final long DEMAND_NANOS = Duration.ofMinutes(2).toNanos();

  private final ModelHosting.Setting setting;
  private final Optional<ModelRepository> repository;
  private final ExecutorService loads;
  private final LazyEmbedder embedder;
  private final LazyDevice device;
  private final NativeThreads natives;
  private final Optional<EmbedderModel> points;
  private final Remembering remembering;
  private final Node node;

  /** Of the node itself; replaced as a whole by a look into the folder. */
  private volatile Known known = Known.NOTHING;

  private volatile Preloads preloads = new Preloads(List.of());

  /** Of services' class paths, which go with this. */
  private final Map<Place, HostedModel> ofServices = new ConcurrentHashMap<>();

  private record Place(ClassLoader loader, String name) {}

  private ServingHost(ModelHosting.Setting setting, ServingListener listener) {
    this.setting = requireNonNull(setting, "setting");
    HostOptions options = HostOptions.of(setting.values());
    this.repository = setting.folder().map(folder -> new ModelRepository(folder, setting.clock()));
    this.loads = Executors.newFixedThreadPool(LOADS_AT_ONCE, HostThreads.named("edgewise-models-"));
    this.embedder = LazyEmbedder.found(setting.engines(), options.engine());
    this.remembering = Remembering.open(setting.data(), options.record(), setting.clock());
    this.natives = new NativeThreads(Runtime.getRuntime().availableProcessors(), setting.clock());
    this.points =
        embedder.model().map(_ -> new EmbedderModel(embedder, natives, listener, setting.clock()));
    this.device =
        new LazyDevice(
            options.workers() > 0
                ? options.workers()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / options.threads()),
            setting.clock(),
            listener);
    this.node =
        new Node(
            options,
            setting.engines(),
            new Allocator<>(
                options.memory(), setting.clock(), loads, new Loads(listener, remembering)),
            new LoadTimes(),
            embedder,
            device,
            setting.clock(),
            setting.random(),
            listener);
  }

  /**
   * Opens the models of a node; those to be preloaded are loaded in the background.
   *
   * @throws EdgewiseException with {@code BAD_MODEL_FOLDER} or {@code BAD_CONFIGURATION}
   */
  public static ServingHost open(ModelHosting.Setting setting, ServingListener listener) {
    ServingHost host = new ServingHost(setting, listener);
    try {
      host.rescan();
      host.preload();
    } catch (RuntimeException | Error e) {
      host.close();
      throw e;
    }
    return host;
  }

  /**
   * Looks again what there is; models that did not change stay as they are, also in memory.
   *
   * @throws EdgewiseException with {@code BAD_MODEL_FOLDER} when the folder cannot be read at all
   */
  synchronized void rescan() {
    SortedMap<String, FoundModel> found = new TreeMap<>();
    SortedMap<String, EdgewiseException> broken = new TreeMap<>();
    List<String> formats = formats();
    try {
      for (String name : ClassPathModels.names(setting.loader(), Set.copyOf(formats))) {
        ClassPathModels.find(setting.loader(), formats, name)
            .ifPresent(model -> found.put(name, model));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the models on the class path cannot be listed: " + e);
    }
    repository.ifPresent(
        folder -> {
          ModelRepository.Scan scan = folder.scan();
          found.putAll(scan.models());
          broken.putAll(scan.broken());
        });
    Known before = known;
    known = before.after(found.values(), broken, this::host);
    tell(before);
  }

  private HostedModel host(FoundModel model) {
    return new HostedModel(model, node, natives, remembering);
  }

  private void tell(Known before) {
    known
        .broken()
        .forEach(
            (name, why) -> {
              if (!before.broken().containsKey(name)) {
                LOG.log(Level.WARNING, String.valueOf(why.getMessage()));
              }
            });
    for (HostedModel model : known.models().values()) {
      if (!before.models().containsKey(model.name())) {
        model.found().notes().forEach(note -> LOG.log(Level.INFO, model.name() + ": " + note));
      }
    }
  }

  Known known() {
    return known;
  }

  private void preload() {
    List<String> names = node.options().preload();
    Map<String, Preloads.Load> wanted = new LinkedHashMap<>();
    long left = node.options().memory();
    for (HostedModel model : known.models().values()) {
      if (names.contains("*")
          || names.contains(model.name())
          || model.found().settings().preload()) {
        wanted.put(model.name(), new Preloads.Load(model.name(), () -> loadNewest(model)));
        left -= model.found().newest().content().bytes();
      }
    }
    if (node.options().preloadHot()) {
      // Those come first that must be there; what is left of the memory goes to the hot ones.
      for (String name : remembering.best(left)) {
        HostedModel model = known.models().get(name);
        if (model != null) {
          wanted.putIfAbsent(name, new Preloads.Load(name, () -> bring(model)));
        }
      }
    }
    for (String name : names) {
      if (!name.equals("*") && !known.models().containsKey(name)) {
        LOG.log(
            Level.WARNING,
            "model "
                + name
                + " is to be preloaded, but there is none; there are "
                + known.models().keySet());
      }
    }
    preloads = new Preloads(wanted.values());
    preloads.begin(LOADS_AT_ONCE);
  }

  /** Blocks until the newest version was in memory; others may take its place again. */
  private void bring(HostedModel model) throws InterruptedException {
    node.allocator()
        .acquire(model.loadable(model.found().newest()), node.clock().nanos() + DEMAND_NANOS)
        .close();
  }

  /** What is loaded at the start, and how far that is. */
  public Preloads preloads() {
    return preloads;
  }

  /** The longest that preloads should keep the node from saying that it is ready. */
  public Duration preloadWait() {
    return Duration.ofMillis(node.options().preloadWaitMillis());
  }

  /** Blocks until the newest version is in memory. */
  void loadNewest(HostedModel model) throws InterruptedException {
    node.allocator()
        .load(model.loadable(model.found().newest()), node.clock().nanos() + DEMAND_NANOS);
  }

  @Override
  public List<ServedModel> models() {
    return Stream.<ServedModel>concat(known.models().values().stream(), points().stream()).toList();
  }

  /** The embedder as a model, where there is one and no other model has its name. */
  private Optional<EmbedderModel> points() {
    return points.filter(
        model ->
            known.models().values().stream()
                .noneMatch(other -> other.service().equals(model.service())));
  }

  @Override
  public List<ServedModel> models(URLClassLoader loader) {
    try {
      return ClassPathModels.ownNames(loader, Set.copyOf(formats())).stream()
          .flatMap(name -> find(loader, name).stream())
          .toList();
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_MODEL_FOLDER,
          "The models of " + loader.getName() + " cannot be listed: " + e + ". Is the jar whole?",
          e);
    }
  }

  @Override
  public Optional<ServedModel> find(ClassLoader loader, String name) {
    return findHosted(loader, name)
        .<ServedModel>map(model -> model)
        .or(() -> points().filter(model -> model.name().equals(name)));
  }

  private Optional<HostedModel> findHosted(ClassLoader loader, String name) {
    if (loader != setting.loader()) {
      HostedModel before = ofServices.get(new Place(loader, name));
      if (before != null) {
        return Optional.of(before);
      }
      Optional<FoundModel> found = ClassPathModels.find(loader, formats(), name);
      if (found.isPresent()) {
        return Optional.of(
            ofServices.computeIfAbsent(new Place(loader, name), place -> host(found.get())));
      }
    }
    return Optional.ofNullable(known.models().get(name));
  }

  @Override
  public TensorModel tensors(ClassLoader loader, String name) {
    HostedModel model =
        findHosted(loader, name).orElseThrow(() -> NotThere.of(loader, name, setting.engines()));
    if (model.found().newest().kind() != ModelKind.TENSORS) {
      throw EdgewiseException.of(
          ErrorCode.NO_MODEL,
          "Model \""
              + name
              + "\" is one of "
              + model.kind()
              + " and takes no tensors. Call it as a model service instead.");
    }
    try {
      return BodyModel.open(model, node, remembering, node.clock().nanos() + DEMAND_NANOS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw EdgewiseException.of(
          ErrorCode.CANCELLED, "Loading model \"" + name + "\" was interrupted.");
    }
  }

  /** The same models as protocols and operators see them. */
  public ModelCatalogue catalogue() {
    return new HostedCatalogue(this, node);
  }

  @Override
  public Optional<TextEmbedder> embedder() {
    return Optional.of(embedder.get());
  }

  /** What models run on; opened when it is first asked for. Ends with this host. */
  public Supplier<Device> device() {
    return device;
  }

  @Override
  public Optional<CallMerging> merging() {
    return Optional.of(BatchedCalls.on(device, node.clock(), node.listener()));
  }

  /** How models stand, for the router and for people. */
  public HostStates states() {
    return new HostStates(this, node);
  }

  /** Every model that was asked for by anybody, those of services' class paths last. */
  List<HostedModel> hosted() {
    return Stream.concat(known.models().values().stream(), ofServices.values().stream()).toList();
  }

  /** How the lanes stand, for people and metrics; none while no model was loaded. */
  public List<LaneSnapshot> lanes() {
    return device.opened().map(Device::lanes).orElse(List.of());
  }

  /** Bytes that models take now. */
  public long usedBytes() {
    return node.allocator().usedBytes();
  }

  /** Bytes that they may take. */
  public long budget() {
    return node.allocator().budget();
  }

  private List<String> formats() {
    return setting.engines().stream().map(ModelEngine::format).distinct().toList();
  }

  @Override
  public void close() {
    preloads.close();
    node.allocator().close();
    // Before the loads, since models go when their calls have ended.
    natives.close();
    // What is queued are unloads, which end.
    loads.close();
    device.close();
    embedder.close();
    remembering.close();
  }
}
