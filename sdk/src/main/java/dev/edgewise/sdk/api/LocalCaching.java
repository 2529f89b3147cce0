package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cache of this JVM, opened with the first call whose answer is to be kept, since most
 * applications have none; where nothing on the class path keeps answers, each call runs. What is
 * kept ends with the process. Thread-safe.
 */
final class LocalCaching implements CallCaching {
  /** An eighth of the heap, and what a small heap can spare. */
  private static final int SHARE_OF_HEAP = 8;

  private static final long LEAST_MEMORY = 16L << 20;

  private final Supplier<Optional<TextEmbedder>> embedder;
  private final BooleanSupplier busy;
  private @Nullable CallCaching opened;

  LocalCaching(Supplier<Optional<TextEmbedder>> embedder, BooleanSupplier busy) {
    this.embedder = embedder;
    this.busy = busy;
  }

  private synchronized CallCaching get() {
    CallCaching known = opened;
    if (known == null) {
      known = provider().map(provider -> provider.open(setting())).orElseGet(CallCaching::none);
      opened = known;
    }
    return known;
  }

  private static Optional<CallCaching.Provider> provider() {
    try {
      return ServiceLoader.load(CallCaching.Provider.class).findFirst();
    } catch (ServiceConfigurationError e) {
      throw EdgewiseException.of(
          ErrorCode.NO_SERVING,
          "Answers of this call are to be kept, and what keeps them cannot be loaded: "
              + e.getMessage()
              + ". It needs Java 25 (this is Java "
              + Runtime.version().feature()
              + ").",
          e);
    }
  }

  private CallCaching.Setting setting() {
    long memory = Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    return new CallCaching.Setting(
        Map.of("memory", Long.toString(memory)),
        Optional.empty(),
        embedder,
        busy,
        SystemParts.clock(),
        SystemParts.random());
  }

  @Override
  public <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
      throws E, InterruptedException {
    return get().call(question, context, run);
  }

  @Override
  public synchronized boolean wrong(String decisionId) {
    return opened != null && opened.wrong(decisionId);
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
