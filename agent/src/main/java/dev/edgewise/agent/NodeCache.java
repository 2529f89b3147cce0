package dev.edgewise.agent;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.NodeCaching;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Load;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.serving.cache.ResultCache;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The cache of a node. Most nodes need none: it is opened at the start where a method asks for it,
 * where it has a disk or something shared, or left something behind, and otherwise with the first
 * caller whose profile does. Thread-safe.
 */
final class NodeCache implements NodeCaching {
  private final Supplier<ResultCache> opener;
  private final Consumer<ResultCache> whenOpened;

  // Guarded by this.
  private @Nullable ResultCache opened;
  private boolean closed;

  private NodeCache(Supplier<ResultCache> opener, Consumer<ResultCache> whenOpened) {
    this.opener = requireNonNull(opener, "opener");
    this.whenOpened = requireNonNull(whenOpened, "whenOpened");
  }

  static NodeCache of(
      AgentConfig config,
      DataFolder data,
      List<HostedService> services,
      Supplier<Optional<TextEmbedder>> embedder,
      Admission admission,
      Consumer<ResultCache> whenOpened,
      Clock clock,
      RandomGenerator random) {
    CallCaching.Setting setting =
        new CallCaching.Setting(
            config.cache(),
            Optional.of(data.path("cache")),
            embedder,
            () -> busy(admission.slots()),
            clock,
            random);
    NodeCache cache = new NodeCache(() -> ResultCache.open(setting), whenOpened);
    boolean asked =
        services.stream()
            .flatMap(service -> service.methods().stream())
            .anyMatch(method -> method.cached().isPresent());
    if (asked
        || !config.cache().getOrDefault("disk", "0").equals("0")
        || config.cache().containsKey("shared")
        || Files.exists(data.path("cache"))) {
      ResultCache unused = cache.open();
    }
    return cache;
  }

  /** Whether calls could use a slot more than they have. */
  private static boolean busy(Load load) {
    return load.queued() > 0 || load.inFlight() >= load.slots();
  }

  private synchronized ResultCache open() {
    ResultCache known = opened;
    if (known == null) {
      if (closed) {
        throw new IllegalStateException("the node is stopping");
      }
      known = opener.get();
      opened = known;
      whenOpened.accept(known);
    }
    return known;
  }

  @Override
  public synchronized Optional<ResultCache> now() {
    return Optional.ofNullable(opened);
  }

  @Override
  public <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
      throws E, InterruptedException {
    return open().call(question, context, run);
  }

  @Override
  public boolean wrong(String decisionId) {
    return now().map(cache -> cache.wrong(decisionId)).orElse(false);
  }

  @Override
  public void close() {
    Optional<ResultCache> last;
    synchronized (this) {
      closed = true;
      last = now();
    }
    last.ifPresent(ResultCache::close);
  }
}
