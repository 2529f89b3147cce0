package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The items of a streamed call on their way to one HTTP client: a virtual thread hands them on as
 * fast as the client takes them, and so holds up the body of a slow one. Thread-safe.
 *
 * @param <T> how an item is sent
 */
final class ItemStream<T> implements Publisher<T>, Subscription {
  /** A response begins then also without an item: its client may want to know that all is well. */
  static final Duration BEGINS_WITHIN = Duration.ofSeconds(1);

  /** What stands between here and the client must not take the connection for dead. */
  static final Duration ALIVE_EVERY = Duration.ofSeconds(15);

  /** Who has gone before the response began never subscribes. */
  private static final Duration CLIENT_WITHIN = Duration.ofSeconds(30);

  private final Items<Message> items;
  private final long before;
  private final ItemForm<T> form;
  private final Scheduler scheduler;

  /** Empty when a response begins, or what went wrong before it did. */
  private final CompletableFuture<Optional<Problem>> begun = new CompletableFuture<>();

  private final AtomicBoolean decided = new AtomicBoolean();

  /** Held while something is sent: one at a time. */
  private final Object sending = new Object();

  /** Guards what follows; notified when the client takes more, or has gone. */
  private final Object lock = new Object();

  private @Nullable Subscriber<? super T> subscriber;
  private long demand;
  private boolean gone;
  private boolean sent;
  private boolean showAtOnce;
  private boolean taken;

  /**
   * The items of a call.
   *
   * @param before how many of its items the client has already, which do not come again
   */
  ItemStream(Items<Message> items, long before, ItemForm<T> form, Scheduler scheduler) {
    this.items = requireNonNull(items, "items");
    this.before = before;
    this.form = requireNonNull(form, "form");
    this.scheduler = requireNonNull(scheduler, "scheduler");
  }

  /**
   * Begins to read.
   *
   * @param json an item as JSON; throws {@code BAD_ANSWER} for what is none
   * @param problem what an outcome that is no completion means for the client
   * @param atEnd is run at the end, whatever it is
   * @return completed with what went wrong before anything could be sent, or with nothing when the
   *     response should begin
   */
  CompletableFuture<Optional<Problem>> begin(
      Function<Message, String> json,
      Function<Outcome<?>, Optional<Problem>> problem,
      Runnable atEnd) {
    Scheduler.Cancellable late = scheduler.schedule(BEGINS_WITHIN, this::beginWithoutItem);
    scheduler.schedule(ALIVE_EVERY, this::showLife);
    scheduler.schedule(CLIENT_WITHIN, this::giveUpWithoutClient);
    Thread.ofVirtual()
        .name("gateway-items")
        .start(
            () -> {
              try (items) {
                handOn(json, problem);
              } finally {
                late.cancel();
                cancel();
                atEnd.run();
              }
            });
    return begun;
  }

  private void handOn(
      Function<Message, String> json, Function<Outcome<?>, Optional<Problem>> problem) {
    Optional<Problem> end = Optional.empty();
    try {
      long number = before;
      for (Optional<Message> next = items.next(); next.isPresent(); next = items.next()) {
        T item = form.item(json.apply(next.get()), ++number);
        decide(Optional.empty());
        if (!send(item)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (Exception e) {
      Optional<Problem> known =
          items.outcome().isDone() ? problem.apply(items.outcome().join()) : Optional.empty();
      // Also of a call that ended well, when it is this client that cannot have the rest.
      end = known.or(() -> Optional.of(Problem.of(unreadable(e)).ofCall(items.decisionId())));
    }
    boolean nothingWasSent = decide(end);
    if (end.isEmpty() || (!nothingWasSent && send(form.end(end.get())))) {
      complete();
    }
  }

  private static EdgewiseException unreadable(Exception e) {
    if (e instanceof EdgewiseException known) {
      return known;
    }
    throw new IllegalStateException("an item could not be handed on", e);
  }

  /** Waits until the client takes it; false when it has gone. */
  private boolean send(T what) {
    if (!await(1)) {
      return false;
    }
    synchronized (sending) {
      requireNonNull(subscriber).onNext(what);
    }
    return true;
  }

  private void showLife() {
    synchronized (lock) {
      if (gone) {
        return;
      }
      boolean quiet = !sent && demand > 0 && subscriber != null;
      sent = false;
      if (quiet) {
        demand--;
      }
      scheduler.schedule(ALIVE_EVERY, this::showLife);
      if (!quiet) {
        return;
      }
    }
    synchronized (sending) {
      requireNonNull(subscriber).onNext(form.alive());
    }
  }

  private void complete() {
    if (await(0)) {
      synchronized (sending) {
        requireNonNull(subscriber).onComplete();
      }
    }
  }

  /** Waits until there is a client that wants so much more; false when it has gone. */
  private boolean await(long wanted) {
    synchronized (lock) {
      while (!gone && (demand < wanted || subscriber == null)) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      if (gone) {
        return false;
      }
      demand -= wanted;
      sent = true;
      return true;
    }
  }

  /** Micronaut holds a response back until there is something of its body. */
  private void beginWithoutItem() {
    synchronized (lock) {
      showAtOnce = !decided.get();
    }
    decide(Optional.empty());
  }

  /**
   * Whether a response begins, or what is told instead; false when that was decided before. On a
   * thread of its own: what the server does then may wait for what this thread is to send.
   */
  private boolean decide(Optional<Problem> problem) {
    if (!decided.compareAndSet(false, true)) {
      return false;
    }
    Thread.ofVirtual().name("gateway-begin").start(() -> begun.complete(problem));
    return true;
  }

  private void giveUpWithoutClient() {
    boolean nobody;
    synchronized (lock) {
      nobody = !taken;
    }
    if (nobody) {
      cancel();
    }
  }

  @Override
  public void subscribe(Subscriber<? super T> client) {
    synchronized (lock) {
      if (taken) {
        throw new IllegalStateException("one client only");
      }
      taken = true;
    }
    client.onSubscribe(this);
    // Only now: nothing may be sent before that has returned.
    synchronized (lock) {
      subscriber = client;
      lock.notifyAll();
    }
    showAtOnce();
  }

  @Override
  public void request(long more) {
    synchronized (lock) {
      demand = more > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + Math.max(0, more);
      lock.notifyAll();
    }
    showAtOnce();
  }

  /** Sends a first sign of life, when a response has begun without an item. */
  private void showAtOnce() {
    Subscriber<? super T> client;
    synchronized (lock) {
      client = showAtOnce && demand > 0 && !gone ? subscriber : null;
      if (client != null) {
        showAtOnce = false;
        demand--;
      }
    }
    if (client != null) {
      synchronized (sending) {
        client.onNext(form.alive());
      }
    }
  }

  /** The client has gone, or nobody wants the rest: the call is given up. */
  @Override
  public void cancel() {
    synchronized (lock) {
      gone = true;
      lock.notifyAll();
    }
    items.close();
  }
}
