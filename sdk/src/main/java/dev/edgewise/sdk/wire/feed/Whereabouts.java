package dev.edgewise.sdk.wire.feed;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Address;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;
import dev.edgewise.sdk.spi.Integrations;
import dev.edgewise.sdk.spi.OrchestratorLocator;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where the orchestrator is, as far as its locator has said. A plain {@code host:port} is where it
 * says; behind any other address stands an {@link OrchestratorLocator}. A place that was lost is
 * kept: it may still be right, and calls do not need it. Thread-safe.
 */
public final class Whereabouts implements AutoCloseable {
  private final String asked;
  private final OrchestratorLocator locator;
  private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

  /** Guards what follows. */
  private final Object lock = new Object();

  private OrchestratorLocator.@Nullable Watch watch;
  private Optional<String> now = Optional.empty();
  private String because = "it has not been found yet";
  private boolean closed;

  /** Ready to look through a locator that is at hand. */
  public Whereabouts(String asked, OrchestratorLocator locator) {
    this.asked = asked;
    this.locator = locator;
  }

  /**
   * Ready to look; nothing is looked for yet.
   *
   * @param address {@code host:port}, or what an integration knows, {@code consul://host:8500}
   * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address, {@code
   *     NO_INTEGRATION} when nothing here knows its scheme
   */
  public static Whereabouts of(String address) {
    Optional<String> scheme = Integrations.scheme(address);
    return new Whereabouts(
        address,
        scheme.isPresent()
            ? Integrations.find(OrchestratorLocator.class, scheme.get(), address)
            : new FixedLocator(Address.parse(address)));
  }

  /**
   * Begins to look.
   *
   * @param onNews called on the locator's thread, perhaps before this returns, whenever {@link
   *     #now} has changed, and when the locator says why there is nothing; must not block
   * @throws EdgewiseException with {@code BAD_CLIENT} when the locator cannot read the address
   */
  public void start(Runnable onNews) {
    requireNonNull(onNews, "onNews");
    OrchestratorLocator.Watch begun;
    try {
      begun = locator.watch(asked, new Listening(onNews));
    } catch (IllegalArgumentException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT, "\"" + Text.line(asked, 200) + "\": " + e.getMessage(), e);
    }
    boolean late;
    synchronized (lock) {
      watch = begun;
      late = closed;
    }
    if (late) {
      begun.close();
    }
  }

  /** As a user wrote it. */
  public String asked() {
    return asked;
  }

  /** Where it was found last, {@code host:port}; empty when it never was. */
  public Optional<String> now() {
    synchronized (lock) {
      return now;
    }
  }

  /** Why that is not known, or not known to be still so; empty when it is. */
  public String because() {
    synchronized (lock) {
      return because;
    }
  }

  /**
   * Waits until the locator has said something; returns {@link #now}.
   *
   * @throws InterruptedException when this thread was interrupted
   */
  public Optional<String> await(Duration most) throws InterruptedException {
    try {
      answered.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // Then it has not been found yet, which is what now() says.
    }
    return now();
  }

  @Override
  public void close() {
    OrchestratorLocator.Watch last;
    synchronized (lock) {
      closed = true;
      last = watch;
    }
    if (last != null) {
      last.close();
    }
  }

  private final class Listening implements OrchestratorLocator.Listener {
    private final Runnable onNews;

    Listening(Runnable onNews) {
      this.onNews = onNews;
    }

    @Override
    public void found(String address) {
      Optional<String> place;
      try {
        place = Optional.of(Address.parse(address).toString());
      } catch (EdgewiseException e) {
        lost("what was found is no address: " + Text.line(address, 100));
        return;
      }
      boolean changed;
      synchronized (lock) {
        changed = !closed && !now.equals(place);
        now = place;
        because = "";
      }
      answered.complete(true);
      if (changed) {
        onNews.run();
      }
    }

    @Override
    public void lost(String why) {
      boolean nowhere;
      synchronized (lock) {
        because = why;
        nowhere = !closed && now.isEmpty();
      }
      answered.complete(true);
      if (nowhere) {
        onNews.run();
      }
    }
  }

  /** The locator of an address that says itself where the orchestrator is. */
  private record FixedLocator(Address address) implements OrchestratorLocator {
    @Override
    public String scheme() {
      return "";
    }

    @Override
    public Watch watch(String text, Listener listener) {
      listener.found(address.toString());
      return () -> {};
    }
  }
}
