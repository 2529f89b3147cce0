package dev.edgewise.orchestrator.identity;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** The API keys of a fleet. Thread-safe; {@link #find} does not block. */
public final class KeyRing {
  /** Keys that there may be, those included that have ended and were not revoked. */
  public static final int MOST_KEYS = 1_000;

  /** The shortest and the longest time for which a key may be made. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  public static final Duration LONGEST = Duration.ofDays(397);

  private static final Logger LOG = System.getLogger(KeyRing.class.getName());

  private final KeyStore store;
  private final Clock clock;
  private final RandomGenerator random;
  private final Executor writer;

  /** Held while something is changed, the store included; never while a call is let in. */
  private final Object changing = new Object();

  private volatile Keys keys;

  /** Both ways to find them. */
  private record Keys(Map<String, StoredKey> byName, Map<Digest, StoredKey> byDigest) {
    static Keys of(Map<String, StoredKey> byName) {
      Map<Digest, StoredKey> byDigest = new HashMap<>();
      byName.values().forEach(each -> byDigest.put(each.digest(), each));
      return new Keys(byName, byDigest);
    }

    Keys with(StoredKey key) {
      Map<String, StoredKey> more = new TreeMap<>(byName);
      more.put(key.key().name(), key);
      return of(more);
    }

    Keys without(String name) {
      Map<String, StoredKey> less = new TreeMap<>(byName);
      less.remove(name);
      return of(less);
    }
  }

  /**
   * The keys that are kept.
   *
   * @param random draws keys; must not be guessable
   * @param writer notes when a key was used; off the way of calls
   * @throws EdgewiseException with {@code BAD_STORE}
   */
  public KeyRing(KeyStore store, Clock clock, RandomGenerator random, Executor writer) {
    this.store = requireNonNull(store, "store");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.writer = requireNonNull(writer, "writer");
    Map<String, StoredKey> byName = new TreeMap<>();
    store.all().forEach(each -> byName.put(each.key().name(), each));
    this.keys = Keys.of(byName);
  }

  /**
   * A key that was just made.
   *
   * @param key what is known of it
   * @param text the key itself, which nobody is told again
   */
  public record Made(ApiKey key, String text) {
    /** Without the key: this may end in a log. */
    @Override
    public String toString() {
      return "key " + key.name();
    }
  }

  /**
   * Makes a key.
   *
   * @param tenant empty for an operator's
   * @param services empty for an operator's
   * @param lasts from now on
   * @throws EdgewiseException with {@code NOT_ACCEPTED} when there is one of that name, or too
   *     many, or something about it is wrong; {@code BAD_STORE}
   */
  public Made add(
      String name,
      Optional<String> tenant,
      List<String> services,
      boolean operator,
      Duration lasts) {
    if (lasts.compareTo(SHORTEST) < 0 || lasts.compareTo(LONGEST) > 0) {
      throw refused("expires: a key lasts from 1 minute to " + LONGEST.toDays() + " days");
    }
    Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
    ApiKey key;
    try {
      key = new ApiKey(name, tenant, services, operator, now, now.plus(lasts), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    String text = KeyText.draw(random);
    StoredKey stored = new StoredKey(key, Digest.of(text));
    synchronized (changing) {
      if (keys.byName().containsKey(name)) {
        throw refused(
            "there is a key \"" + name + "\" already; revoke it first, or take another name");
      }
      if (keys.byName().size() >= MOST_KEYS) {
        throw refused("there are " + MOST_KEYS + " keys, as many as may be; revoke some first");
      }
      store.put(stored);
      keys = keys.with(stored);
    }
    LOG.log(Level.INFO, "the API key {0} was made, for {1}", name, of(key));
    return new Made(key, text);
  }

  private static String of(ApiKey key) {
    return key.operator() ? "an operator" : "the tenant " + key.tenant().orElseThrow();
  }

  /** All keys, by their names. */
  public List<ApiKey> all() {
    return keys.byName().values().stream().map(StoredKey::key).toList();
  }

  /**
   * Ends a key at once; what was begun with it goes on.
   *
   * @return what it was; empty when there is none of that name
   * @throws EdgewiseException with {@code BAD_STORE}
   */
  public Optional<ApiKey> revoke(String name) {
    synchronized (changing) {
      StoredKey gone = keys.byName().get(name);
      if (gone == null) {
        return Optional.empty();
      }
      store.drop(name);
      keys = keys.without(name);
      LOG.log(Level.INFO, "the API key {0} was revoked", name);
      return Optional.of(gone.key());
    }
  }

  /**
   * What a text that somebody sent opens.
   *
   * @return empty when it is no key that is known here; one that has ended is found
   */
  Optional<ApiKey> find(String text) {
    if (!KeyText.isOne(text)) {
      return Optional.empty();
    }
    StoredKey found = keys.byDigest().get(Digest.of(text));
    if (found == null) {
      return Optional.empty();
    }
    note(found.key());
    return Optional.of(found.key());
  }

  /** Writes down, once an hour, that a key is in use: it is no count, and costs a disk's time. */
  private void note(ApiKey key) {
    Instant now = clock.now();
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    if (!key.hasEnded(now) && !key.used().equals(Optional.of(hour))) {
      writer.execute(() -> noted(key.name(), hour));
    }
  }

  private void noted(String name, Instant hour) {
    synchronized (changing) {
      StoredKey now = keys.byName().get(name);
      if (now == null || now.key().used().equals(Optional.of(hour))) {
        return;
      }
      StoredKey used = new StoredKey(now.key().usedAt(hour), now.digest());
      // First here: when it cannot be stored, it is tried again in an hour and not with each call.
      keys = keys.with(used);
      try {
        store.put(used);
      } catch (EdgewiseException e) {
        LOG.log(Level.WARNING, "when a key was used cannot be stored: {0}", e.getMessage());
      }
    }
  }

  private static EdgewiseException refused(String because) {
    return EdgewiseException.of(ErrorCode.NOT_ACCEPTED, because + ".");
  }
}
