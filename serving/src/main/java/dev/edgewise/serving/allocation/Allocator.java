package dev.edgewise.serving.allocation;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.allocation.Loadable.Loaded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps models in memory within a budget. Who calls a model takes a hold of it; the first to do so
 * has it loaded, on a thread of {@code loads}, and all that come meanwhile wait for the same load.
 * What is evicted counts until its memory is really free. A load that failed three times is not
 * tried again for 15 minutes, unless somebody asks for it. Thread-safe.
 *
 * @param <T> what is loaded
 */
public final class Allocator<T> implements AutoCloseable {
  private static final Duration HALF_LIFE = Duration.ofMinutes(1);

  private final long budget;
  private final EvictionPolicy policy;
  private final Clock clock;
  private final Executor loads;
  private final AllocationListener listener;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Place<T>> places = new HashMap<>();
  private long leaving;
  private boolean closed;

  /**
   * An empty memory.
   *
   * @param budget bytes for all models together, more than 0
   * @param loads runs loads and unloads; at least one thread
   */
  public Allocator(long budget, Clock clock, Executor loads, AllocationListener listener) {
    this(budget, EvictionPolicy.DEFAULT, clock, loads, listener);
  }

  Allocator(
      long budget,
      EvictionPolicy policy,
      Clock clock,
      Executor loads,
      AllocationListener listener) {
    if (budget < 1) {
      throw new IllegalArgumentException("budget: " + budget + " (expected: more than 0)");
    }
    this.budget = budget;
    this.policy = requireNonNull(policy, "policy");
    this.clock = requireNonNull(clock, "clock");
    this.loads = requireNonNull(loads, "loads");
    this.listener = requireNonNull(listener, "listener");
  }

  /**
   * Takes a hold of a model, which is loaded when it is not there.
   *
   * @param deadlineNanos of the clock; until then it is waited for a load or a place
   * @throws EdgewiseException with {@code NO_MODEL_MEMORY} when it is larger than the budget,
   *     {@code OVERLOADED} when it finds no place in time, {@code EXPIRED} when its load is not
   *     done in time, {@code MODEL_NOT_READY} when it was unloaded on demand or failed too often,
   *     or what the load threw
   */
  public Hold<T> acquire(Loadable<T> what, long deadlineNanos) throws InterruptedException {
    return acquire(what, deadlineNanos, false);
  }

  /** Loads a model and keeps it until it is unloaded on demand, whatever else wants its place. */
  public void load(Loadable<T> what, long deadlineNanos) throws InterruptedException {
    acquire(what, deadlineNanos, true).close();
  }

  /**
   * Unloads a model once its calls have ended, and turns calls away until it is loaded on demand.
   */
  public void unload(Loadable<T> what) {
    locked(
        () -> {
          Place<T> place = place(what);
          place.held = false;
          place.barred = true;
          if (place.state == State.READY && place.pins == 0) {
            leave(place, true);
          }
        });
  }

  private Hold<T> acquire(Loadable<T> what, long deadlineNanos, boolean onDemand)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Place<T> place = place(what);
      place.heat.hit(clock.nanos());
      if (onDemand) {
        place.barred = false;
        place.held = true;
        place.failures.forget();
      }
      long failedBefore = place.failures.total();
      while (true) {
        long now = clock.nanos();
        if (closed) {
          throw NotNow.notReady(what.name(), "its node is stopping");
        }
        if (place.barred) {
          throw NotNow.notReady(what.name(), "it was unloaded; load it to call it");
        }
        if (place.failures.total() != failedBefore) {
          throw place.failures.last();
        }
        if (place.state == State.READY) {
          return pin(place);
        }
        long until = deadlineNanos;
        if (place.state == State.ABSENT) {
          if (place.failures.tooMany(now)) {
            throw NotNow.notReady(
                what.name(),
                "it failed to load several times, last with: "
                    + place.failures.last().getMessage());
          }
          until = Math.min(until, begin(what, place, now, deadlineNanos));
        }
        if (place.state != State.READY && now - deadlineNanos >= 0) {
          throw place.state == State.LOADING ? NotNow.late(what.name()) : noPlace(what.name());
        }
        if (place.state != State.READY && until - now > 0) {
          long unused = changed.awaitNanos(Math.min(until - now, TimeUnit.SECONDS.toNanos(1)));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes room and begins to load, or says when to ask again. */
  private long begin(Loadable<T> what, Place<T> place, long now, long deadlineNanos) {
    Resident newcomer = place.asResident(now);
    List<Resident> residents = new ArrayList<>();
    for (Place<T> other : places.values()) {
      if (other.state == State.READY || other.state == State.LOADING) {
        residents.add(other.asResident(now));
      }
    }
    return switch (policy.plan(budget, leaving, newcomer, residents, now)) {
      case Plan.TooLarge() -> throw NotNow.tooLarge(what.name(), newcomer.bytes(), budget);
      case Plan.Wait(long until) -> {
        if (until != Long.MAX_VALUE && until - deadlineNanos > 0) {
          throw noPlace(what.name());
        }
        yield until;
      }
      case Plan.Load(List<String> evict) -> {
        evict.forEach(key -> leave(requireNonNull(places.get(key)), false));
        if (used() + newcomer.bytes() <= budget) {
          place.state = State.LOADING;
          loads.execute(() -> loadNow(what, place));
        }
        // Else what leaves must have gone first, which is signalled.
        yield Long.MAX_VALUE;
      }
    };
  }

  private long used() {
    long used = leaving;
    for (Place<T> place : places.values()) {
      if (place.state == State.READY || place.state == State.LOADING) {
        used += place.bytes;
      }
    }
    return used;
  }

  private void loadNow(Loadable<T> what, Place<T> place) {
    long begin = clock.nanos();
    Loaded<T> loaded;
    try {
      loaded = what.load().get();
    } catch (RuntimeException | Error e) {
      RuntimeException shown =
          e instanceof RuntimeException known
              ? known
              : EdgewiseException.of(
                  e instanceof OutOfMemoryError
                      ? ErrorCode.NO_MODEL_MEMORY
                      : ErrorCode.BROKEN_MODEL,
                  "Model \"" + what.name() + "\" cannot be loaded: " + e,
                  e);
      locked(
          () -> {
            place.failures.add(shown, clock.nanos());
            place.state = State.ABSENT;
          });
      listener.failed(what.name(), shown);
      return;
    }
    long took = Math.max(1, clock.nanos() - begin);
    boolean fits = locked(() -> settle(place, loaded, took));
    if (fits) {
      listener.loaded(what.name(), Duration.ofNanos(took), loaded.bytes());
      return;
    }
    loaded.unload().run();
    locked(
        () -> {
          leaving -= loaded.bytes();
          place.state = State.ABSENT;
        });
  }

  /** Puts what was loaded in its place, when what it really takes can be had. */
  private boolean settle(Place<T> place, Loaded<T> loaded, long took) {
    place.bytes = loaded.bytes();
    place.loadNanos = took;
    long now = clock.nanos();
    if (!closed && used() > budget) {
      // Measured, it takes more than was predicted. Whoever is worth less makes room, young or not.
      List<Resident> others = new ArrayList<>();
      for (Place<T> other : places.values()) {
        if (other != place && other.state == State.READY) {
          others.add(other.asResident(now));
        }
      }
      long loading =
          places.values().stream()
              .filter(other -> other != place && other.state == State.LOADING)
              .mapToLong(other -> other.bytes)
              .sum();
      if (new EvictionPolicy(0).plan(budget - loading, leaving, place.asResident(now), others, now)
          instanceof Plan.Load(List<String> evict)) {
        evict.forEach(key -> leave(requireNonNull(places.get(key)), false));
      } else {
        // It counts until it is unloaded; the next try knows its size.
        leaving += loaded.bytes();
        place.state = State.LEAVING;
        place.failures.add(NotNow.moreThanThought(place.name, loaded.bytes()), now);
        return false;
      }
    }
    place.loaded = Optional.of(loaded);
    place.loadedAtNanos = now;
    place.state = State.READY;
    place.failures.forget();
    if (closed || place.barred) {
      leave(place, true);
    }
    return true;
  }

  private Hold<T> pin(Place<T> place) {
    place.pins++;
    T value = place.loaded.orElseThrow().value();
    return new Hold<>() {
      private boolean open = true;

      @Override
      public T value() {
        return value;
      }

      @Override
      public void close() {
        locked(
            () -> {
              if (open) {
                open = false;
                place.pins--;
                if (place.pins == 0 && (place.barred || closed) && place.state == State.READY) {
                  leave(place, true);
                }
              }
            });
      }
    };
  }

  /** With the lock held. */
  private void leave(Place<T> place, boolean asked) {
    Loaded<T> loaded = place.loaded.orElseThrow();
    place.loaded = Optional.empty();
    place.state = State.LEAVING;
    leaving += loaded.bytes();
    loads.execute(
        () -> {
          try {
            loaded.unload().run();
          } finally {
            locked(
                () -> {
                  leaving -= loaded.bytes();
                  place.state = State.ABSENT;
                });
          }
          listener.unloaded(place.name, loaded.bytes(), asked);
        });
  }

  /** How a model stands. */
  public Status status(String key) {
    return locked(
        () -> {
          Place<T> place = places.get(key);
          return place == null ? Status.UNKNOWN : place.status(clock.nanos());
        });
  }

  /** Bytes that are taken now, by what is loaded, being loaded, or leaving. */
  public long usedBytes() {
    return locked(this::used);
  }

  /** Bytes for all models together. */
  public long budget() {
    return budget;
  }

  /** Unloads everything; what is in use when its calls have ended. */
  @Override
  public void close() {
    locked(
        () -> {
          closed = true;
          places.values().stream()
              .filter(place -> place.state == State.READY && place.pins == 0)
              .forEach(place -> leave(place, true));
        });
  }

  private Place<T> place(Loadable<T> what) {
    Place<T> place =
        places.computeIfAbsent(
            what.key(), key -> new Place<>(key, what.name(), HALF_LIFE.toNanos(), clock.nanos()));
    if (place.state == State.ABSENT && place.bytes == 0) {
      place.bytes = what.predictedBytes();
    }
    return place;
  }

  private void locked(Runnable task) {
    boolean unused =
        locked(
            () -> {
              task.run();
              return true;
            });
  }

  private <R> R locked(Supplier<R> task) {
    lock.lock();
    try {
      return task.get();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  private RuntimeException noPlace(String name) {
    listener.noPlace(name);
    return NotNow.noPlace(name, budget);
  }
}
