package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.Tiers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Kept answers; what goes wrong with them is a miss, is counted, and is told once. Thread-safe. */
final class Entries {
  private static final Logger LOG = System.getLogger(Entries.class.getName());

  private final Tiers tiers;
  private final Clock clock;
  private final AtomicLong faults = new AtomicLong();

  Entries(Tiers tiers, Clock clock) {
    this.tiers = requireNonNull(tiers, "tiers");
    this.clock = requireNonNull(clock, "clock");
  }

  /** The answer to the very same question, if memory has it. */
  Optional<Given> near(Asked asked) {
    return given(asked, looked(() -> tiers.near(asked.key(), asked.scope().reach())));
  }

  /** The same, if what is further away has it. */
  Optional<Given> far(Asked asked) {
    return given(
        asked,
        looked(() -> tiers.beyond(asked.key(), asked.scope().reach()).map(Tiers.Found::entry)));
  }

  private Optional<Given> given(Asked asked, Optional<Entry> found) {
    return found
        .filter(entry -> asked.takes(entry, clock.now()))
        .map(entry -> Given.exact(entry, asked.key(), clock.now()));
  }

  /** An entry that a call may be given if it is young enough. */
  Optional<Entry> entry(Asked asked, Key key) {
    return looked(() -> tiers.get(key, asked.scope().reach()).map(Tiers.Found::entry));
  }

  private Optional<Entry> looked(Supplier<Optional<Entry>> look) {
    try {
      return look.get();
    } catch (RuntimeException e) {
      fault("looking for an answer", e);
      return Optional.empty();
    }
  }

  /**
   * Keeps an answer.
   *
   * @param at where its question is among those that others may be alike to
   */
  void keep(Asked asked, Given given, Optional<SimilarQuestions.Placed> at) {
    try {
      Instant now = clock.now();
      tiers.put(
          given.key(),
          new Entry(
              own(given.message()),
              new About(asked.scope(), at.map(SimilarQuestions.Placed::about)).encode(),
              now,
              now.plus(asked.rule().timeToLive()),
              given.cost()),
          asked.scope().reach());
    } catch (RuntimeException e) {
      fault("keeping an answer", e);
    }
  }

  /** Bytes that hold nothing else in memory: an answer may be a small part of something large. */
  private static ByteBuffer own(Message message) {
    return ByteBuffer.wrap(message.bytes());
  }

  void remove(Key key) {
    try {
      tiers.remove(key);
    } catch (RuntimeException e) {
      fault("removing an answer", e);
    }
  }

  void fault(String what, RuntimeException e) {
    if (faults.getAndIncrement() == 0) {
      LOG.log(Level.WARNING, "the cache is missed, since " + what + " failed: " + e, e);
    }
  }

  /** How often the cache itself failed. */
  long faults() {
    return faults.get();
  }
}
