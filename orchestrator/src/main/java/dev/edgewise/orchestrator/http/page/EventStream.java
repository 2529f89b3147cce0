package dev.edgewise.orchestrator.http.page;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.sse.Event;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The events for one listener, as fast as it takes them. Of each kind at most one waits: a newer
 * picture of the fleet replaces the older one, as does a newer list of pictures, and decisions are
 * fetched only when those before have been taken. So a listener that does not read costs three
 * events of memory. Thread-safe.
 */
final class EventStream implements Publisher<Event<String>>, Subscription {
  private final Consumer<EventStream> onEnd;
  private final AtomicInteger draining = new AtomicInteger();
  private final ArrayDeque<Event<String>> first = new ArrayDeque<>();
  private @Nullable Subscriber<? super Event<String>> subscriber;
  private @Nullable Event<String> fleet;
  private @Nullable Event<String> zones;
  private @Nullable Event<String> decisions;
  private @Nullable Event<String> pictures;
  private long demand;
  private boolean ended;

  /**
   * @param onEnd is called once when the listener has gone
   */
  EventStream(Consumer<EventStream> onEnd) {
    this.onEnd = requireNonNull(onEnd, "onEnd");
  }

  /** What a new listener is told before anything else. */
  synchronized void begin(Event<String> event) {
    first.add(event);
  }

  void fleet(Event<String> event) {
    synchronized (this) {
      fleet = event;
    }
    drain();
  }

  void zones(Event<String> event) {
    synchronized (this) {
      zones = event;
    }
    drain();
  }

  void pictures(Event<String> event) {
    synchronized (this) {
      pictures = event;
    }
    drain();
  }

  /** Whether decisions can be offered: those before have been taken. */
  synchronized boolean wantsDecisions() {
    return decisions == null && first.isEmpty() && !ended;
  }

  void decisions(Event<String> event) {
    synchronized (this) {
      decisions = event;
    }
    drain();
  }

  @Override
  public void subscribe(Subscriber<? super Event<String>> listener) {
    synchronized (this) {
      if (subscriber != null) {
        throw new IllegalStateException("one listener only");
      }
      subscriber = listener;
    }
    listener.onSubscribe(this);
  }

  @Override
  public void request(long more) {
    synchronized (this) {
      demand = more > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + Math.max(0, more);
    }
    drain();
  }

  @Override
  public void cancel() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      first.clear();
      fleet = null;
      zones = null;
      pictures = null;
      decisions = null;
    }
    onEnd.accept(this);
  }

  /** Ends the stream from this side. */
  void end() {
    Subscriber<? super Event<String>> listener;
    synchronized (this) {
      listener = ended ? null : subscriber;
    }
    cancel();
    if (listener != null) {
      listener.onComplete();
    }
  }

  // One thread at a time hands out, outside the lock, since a subscriber may call back.
  private void drain() {
    if (draining.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (Optional<Event<String>> next = next(); next.isPresent(); next = next()) {
        requireNonNull(subscriber).onNext(next.get());
      }
      seen = draining.addAndGet(-seen);
    } while (seen != 0);
  }

  private synchronized Optional<Event<String>> next() {
    if (ended || demand == 0 || subscriber == null) {
      return Optional.empty();
    }
    Event<String> next = first.poll();
    if (next == null && fleet != null) {
      next = fleet;
      fleet = null;
    } else if (next == null && zones != null) {
      next = zones;
      zones = null;
    } else if (next == null && pictures != null) {
      next = pictures;
      pictures = null;
    } else if (next == null) {
      next = decisions;
      decisions = null;
    }
    if (next != null) {
      demand--;
    }
    return Optional.ofNullable(next);
  }
}
