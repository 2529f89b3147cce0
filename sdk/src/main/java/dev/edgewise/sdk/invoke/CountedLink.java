package dev.edgewise.sdk.invoke;

import dev.edgewise.core.Load;
import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A link that knows how many calls are under way on it, so that it can be closed behind them. */
final class CountedLink implements Link {
  private final Link link;

  /** Guards what follows. */
  private final Object lock = new Object();

  private int open;
  private boolean leaving;
  private boolean closed;

  CountedLink(Link link) {
    this.link = link;
  }

  @Override
  public Exchange send(Request request, Consumer<Reply> onReply) {
    synchronized (lock) {
      open++;
    }
    AtomicBoolean over = new AtomicBoolean();
    return link.send(
        request,
        reply -> {
          onReply.accept(reply);
          if (over.compareAndSet(false, true)) {
            ended();
          }
        });
  }

  private void ended() {
    boolean last;
    synchronized (lock) {
      open--;
      last = leaving && open == 0;
    }
    if (last) {
      close();
    }
  }

  /** Closes it when the last call on it has ended, at the latest after {@code longest}. */
  void closeBehindCalls(Scheduler scheduler, Duration longest) {
    boolean idle;
    synchronized (lock) {
      leaving = true;
      idle = open == 0;
    }
    if (idle) {
      close();
    } else {
      scheduler.schedule(longest, this::close);
    }
  }

  @Override
  public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
    link.probe(timeout, onAnswer);
  }

  @Override
  public void describe(Duration timeout, Consumer<Described> onAnswer) {
    link.describe(timeout, onAnswer);
  }

  @Override
  public void reconnect() {
    link.reconnect();
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
    }
    link.close();
  }
}
