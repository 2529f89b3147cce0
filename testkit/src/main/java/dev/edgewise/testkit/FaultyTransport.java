package dev.edgewise.testkit;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Transport;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A transport whose nodes can crash, stop and come back; everything else is the transport behind
 * it.
 */
final class FaultyTransport implements Transport {
  private final Transport delegate;
  private final Map<String, Switch> switches;
  private final Executor executor;
  private final Scheduler scheduler;

  FaultyTransport(
      Transport delegate, Map<String, Switch> switches, Executor executor, Scheduler scheduler) {
    this.delegate = delegate;
    this.switches = Map.copyOf(switches);
    this.executor = executor;
    this.scheduler = scheduler;
  }

  @Override
  public Link open(String address, Link.Listener listener) {
    Switch fault = switches.get(address);
    Link link = delegate.open(address, listener);
    if (fault == null) {
      return link;
    }
    fault.listener(listener);
    return new FaultyLink(link, fault);
  }

  @Override
  public void close() {
    delegate.close();
  }

  private final class FaultyLink implements Link {
    private final Link link;
    private final Switch fault;

    FaultyLink(Link link, Switch fault) {
      this.link = link;
      this.fault = fault;
    }

    @Override
    public Exchange send(Request request, Consumer<Reply> onReply) {
      if (fault.state() == Switch.State.CRASHED) {
        executor.execute(() -> onReply.accept(refused()));
        return () -> {};
      }
      Ending ending = new Ending(onReply);
      return ending.of(link.send(request, ending::deliver));
    }

    private Reply refused() {
      return new Reply.NotRun(ErrorCode.NODE_LOST, "connection refused", Optional.empty());
    }

    @Override
    public ItemExchange stream(Request request, ItemListener listener) {
      if (fault.state() == Switch.State.CRASHED) {
        executor.execute(() -> listener.ended(refused()));
        return ItemExchange.over();
      }
      Ending ending = new Ending(listener::ended);
      ItemExchange exchange =
          link.stream(
              request,
              new ItemListener() {
                @Override
                public void opened(Optional<CallReport> report) {
                  fault.deliver(() -> listener.opened(report));
                }

                @Override
                public void item(Message item) {
                  fault.deliver(() -> listener.item(item));
                }

                @Override
                public void checkpoint(Checkpoint checkpoint) {
                  fault.deliver(() -> listener.checkpoint(checkpoint));
                }

                @Override
                public void plain(String because) {
                  fault.deliver(() -> listener.plain(because));
                }

                @Override
                public void ended(Reply reply) {
                  ending.deliver(reply);
                }
              });
      Exchange cancellable = ending.of(exchange);
      return new ItemExchange() {
        @Override
        public void request(int items) {
          exchange.request(items);
        }

        @Override
        public void cancel() {
          cancellable.cancel();
        }
      };
    }

    /** Sees to it that something that is under way ends once: by itself, or with its node. */
    private final class Ending {
      private final Consumer<Reply> onReply;
      private final AtomicBoolean replied = new AtomicBoolean();
      private final Runnable lost;

      Ending(Consumer<Reply> onReply) {
        this.onReply = onReply;
        this.lost = () -> executor.execute(() -> tell(new Reply.Lost("connection reset")));
        fault.onCrash(lost);
      }

      private void tell(Reply reply) {
        if (replied.compareAndSet(false, true)) {
          onReply.accept(reply);
        }
      }

      void deliver(Reply reply) {
        fault.deliver(
            () -> {
              fault.done(lost);
              tell(reply);
            });
      }

      Exchange of(Exchange exchange) {
        return () -> {
          fault.done(lost);
          exchange.cancel();
        };
      }
    }

    @Override
    public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
      within(timeout, Optional.empty(), onAnswer, answer -> link.probe(timeout, answer));
    }

    @Override
    public void wrong(String decisionId, Duration timeout, Consumer<Boolean> onAnswer) {
      within(timeout, false, onAnswer, answer -> link.wrong(decisionId, timeout, answer));
    }

    @Override
    public void describe(Duration timeout, Consumer<Described> onAnswer) {
      within(
          timeout,
          new Described.Failure("no answer"),
          onAnswer,
          answer -> link.describe(timeout, answer));
    }

    private <T> void within(
        Duration timeout, T nothing, Consumer<T> onAnswer, Consumer<Consumer<T>> ask) {
      AtomicBoolean answered = new AtomicBoolean();
      Scheduler.Cancellable timer =
          scheduler.schedule(
              timeout,
              () -> {
                if (answered.compareAndSet(false, true)) {
                  onAnswer.accept(nothing);
                }
              });
      ask.accept(
          answer ->
              fault.deliver(
                  () -> {
                    if (answered.compareAndSet(false, true)) {
                      timer.cancel();
                      onAnswer.accept(answer);
                    }
                  }));
    }

    @Override
    public void reconnect() {
      link.reconnect();
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
