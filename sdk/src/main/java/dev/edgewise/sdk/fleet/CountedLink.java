package dev.edgewise.sdk.fleet;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Load;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
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
    return link.send(request, counting(onReply));
  }

  @Override
  public Exchange send(Request request, Executor waiting, Consumer<Reply> onReply) {
    return link.send(request, waiting, counting(onReply));
  }

  private Consumer<Reply> counting(Consumer<Reply> onReply) {
    Runnable ended = begun();
    return reply -> {
      onReply.accept(reply);
      ended.run();
    };
  }

  @Override
  public ItemExchange stream(Request request, ItemListener listener) {
    Runnable ended = begun();
    return link.stream(
        request,
        new ItemListener() {
          @Override
          public void opened(Optional<CallReport> report) {
            listener.opened(report);
          }

          @Override
          public void item(Message item) {
            listener.item(item);
          }

          @Override
          public void checkpoint(Checkpoint checkpoint) {
            listener.checkpoint(checkpoint);
          }

          @Override
          public void plain(String because) {
            listener.plain(because);
          }

          @Override
          public void ended(Reply reply) {
            listener.ended(reply);
            ended.run();
          }
        });
  }

  /** Counts a call; what this returns ends it, once. */
  private Runnable begun() {
    synchronized (lock) {
      open++;
    }
    AtomicBoolean over = new AtomicBoolean();
    return () -> {
      if (over.compareAndSet(false, true)) {
        ended();
      }
    };
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
  public void wrong(String decisionId, Duration timeout, Consumer<Boolean> onAnswer) {
    link.wrong(decisionId, timeout, onAnswer);
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
