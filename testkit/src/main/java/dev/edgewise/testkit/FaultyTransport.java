package dev.edgewise.testkit;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.invoke.Described;
import dev.edgewise.sdk.invoke.Link;
import dev.edgewise.sdk.invoke.Reply;
import dev.edgewise.sdk.invoke.Request;
import dev.edgewise.sdk.invoke.Transport;
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
        executor.execute(
            () ->
                onReply.accept(
                    new Reply.NotRun(ErrorCode.NODE_LOST, "connection refused", Optional.empty())));
        return () -> {};
      }
      AtomicBoolean replied = new AtomicBoolean();
      Runnable lost =
          () ->
              executor.execute(
                  () -> {
                    if (replied.compareAndSet(false, true)) {
                      onReply.accept(new Reply.Lost("connection reset"));
                    }
                  });
      fault.onCrash(lost);
      Exchange exchange =
          link.send(
              request,
              reply ->
                  fault.deliver(
                      () -> {
                        fault.done(lost);
                        if (replied.compareAndSet(false, true)) {
                          onReply.accept(reply);
                        }
                      }));
      return () -> {
        fault.done(lost);
        exchange.cancel();
      };
    }

    @Override
    public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
      within(timeout, Optional.empty(), onAnswer, answer -> link.probe(timeout, answer));
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
