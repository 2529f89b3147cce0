package dev.edgewise.sdk.local;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cache of this JVM, opened with the first call whose answer is to be kept, since most
 * applications have none; where nothing on the class path keeps answers, each call runs. What is
 * kept ends with the process, also what was too much for its memory and lies in a temporary folder.
 * Thread-safe.
 */
final class LocalCaching implements CallCaching {
  /** An eighth of the heap, and what a small heap can spare. */
  private static final int SHARE_OF_HEAP = 8;

  private static final long LEAST_MEMORY = 16L << 20;

  /** A quarter of what is free; stores take no less than some megabytes. */
  private static final int SHARE_OF_DISK = 4;

  private static final long LEAST_DISK = 16L << 20;
  private static final Logger LOG = System.getLogger(LocalCaching.class.getName());

  private final Supplier<Optional<TextEmbedder>> embedder;
  private final BooleanSupplier busy;
  private final Clock clock;
  private final RandomGenerator random;
  private @Nullable CallCaching opened;
  private @Nullable Path temporary;

  LocalCaching(
      Supplier<Optional<TextEmbedder>> embedder,
      BooleanSupplier busy,
      Clock clock,
      RandomGenerator random) {
    this.embedder = embedder;
    this.busy = busy;
    this.clock = clock;
    this.random = random;
  }

  private synchronized CallCaching get(Question first) {
    CallCaching known = opened;
    if (known == null) {
      known = provider().map(provider -> open(provider, first)).orElseGet(CallCaching::none);
      opened = known;
    }
    return known;
  }

  /** With a disk where the first profile asks for one, and what keeps answers there is there. */
  private CallCaching open(CallCaching.Provider provider, Question first) {
    if (first.diskBytes() > 0) {
      try {
        Path folder = Files.createTempDirectory("edgewise-cache-");
        temporary = folder;
        long room = Files.getFileStore(folder).getUsableSpace() / SHARE_OF_DISK;
        if (room >= LEAST_DISK) {
          return provider.open(
              setting(
                  Map.of(
                      "memory",
                      memory(),
                      "disk",
                      Long.toString(Math.max(LEAST_DISK, Math.min(first.diskBytes(), room))),
                      "folder",
                      folder.toString())));
        }
      } catch (IOException | EdgewiseException e) {
        LOG.log(Level.WARNING, "answers are kept in memory only: " + e.getMessage());
      }
    }
    return provider.open(setting(Map.of("memory", memory())));
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

  private static String memory() {
    return Long.toString(Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  private CallCaching.Setting setting(Map<String, String> values) {
    return new CallCaching.Setting(values, Optional.empty(), embedder, busy, clock, random);
  }

  @Override
  public <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
      throws E, InterruptedException {
    return get(question).call(question, context, run);
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
    if (temporary != null) {
      delete(temporary);
    }
  }

  /** What is left stays until the system sweeps its temporary files. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, folder + " could not be removed: " + e);
    }
  }
}
