package dev.edgewise.sdk.local;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.invoke.Described;
import dev.edgewise.sdk.invoke.Link;
import dev.edgewise.sdk.invoke.Reply;
import dev.edgewise.sdk.invoke.Request;
import dev.edgewise.sdk.invoke.Transport;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reaches nodes in this JVM. Calls go through the same codecs as over a socket, so that going
 * remote changes nothing but configuration: no body ever sees the caller's own objects.
 */
public final class LocalTransport implements Transport {
  private final Map<String, LocalNode> nodes;
  private final ExecutorService executor;
  private final Scheduler scheduler;
  private final Clock clock;

  /**
   * A transport to these nodes.
   *
   * @param nodes by address
   * @param executor runs bodies and callbacks; closed by who made it
   */
  public LocalTransport(
      Map<String, LocalNode> nodes, ExecutorService executor, Scheduler scheduler, Clock clock) {
    this.nodes = Map.copyOf(nodes);
    this.executor = requireNonNull(executor, "executor");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public Link open(String address, Link.Listener listener) {
    LocalNode node = nodes.get(address);
    if (node == null) {
      executor.execute(() -> listener.disconnected("there is no node " + address + " in this JVM"));
      return new NoLink(address);
    }
    executor.execute(listener::connected);
    return new LocalLink(node);
  }

  @Override
  public void close() {
    // Nothing is held open: the executor belongs to who made it.
  }

  private final class LocalLink implements Link {
    private final LocalNode node;

    LocalLink(LocalNode node) {
      this.node = node;
    }

    @Override
    public Exchange send(Request request, Consumer<Reply> onReply) {
      LocalCall call = new LocalCall(node, request, onReply);
      call.start();
      return call::cancel;
    }

    @Override
    public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
      executor.execute(() -> onAnswer.accept(Optional.of(node.load())));
    }

    @Override
    public void describe(Duration timeout, Consumer<Described> onAnswer) {
      executor.execute(
          () -> onAnswer.accept(new Described.Answer(node.node(), node.methods(), node.load())));
    }

    @Override
    public void reconnect() {}

    @Override
    public void close() {}
  }

  /**
   * One call on a thread of the executor; ends once, by its result, its time or its cancellation,
   * whichever is first.
   */
  private final class LocalCall {
    private final LocalNode node;
    private final Request request;
    private final Consumer<Reply> onReply;
    private final AtomicBoolean ended = new AtomicBoolean();
    private Scheduler.@Nullable Cancellable timer;
    private @Nullable Future<?> task;

    LocalCall(LocalNode node, Request request, Consumer<Reply> onReply) {
      this.node = node;
      this.request = request;
      this.onReply = onReply;
    }

    synchronized void start() {
      timer = scheduler.schedule(request.timeLeft(), () -> stop(new Reply.Expired()));
      task = executor.submit(this::run);
    }

    void cancel() {
      executor.execute(() -> stop(new Reply.Lost("cancelled")));
    }

    private void run() {
      Reply reply = answer();
      if (ended.compareAndSet(false, true)) {
        synchronized (this) {
          requireNonNull(timer).cancel();
        }
        onReply.accept(reply);
      }
    }

    private void stop(Reply reply) {
      if (ended.compareAndSet(false, true)) {
        synchronized (this) {
          requireNonNull(timer).cancel();
          requireNonNull(task).cancel(true);
        }
        onReply.accept(reply);
      }
    }

    private Reply answer() {
      Optional<HostedBody> body = node.body(request.method());
      if (body.isEmpty()) {
        return new Reply.NotRun(
            ErrorCode.UNKNOWN_METHOD,
            node.node().name() + " does not offer " + request.method(),
            Optional.of(node.load()));
      }
      long began = clock.nanos();
      node.began();
      try {
        Message response = body.get().call(request.method(), request.body(), context(began));
        return new Reply.Answered(response, Optional.of(report(began)));
      } catch (InterruptedException e) {
        return new Reply.Lost("interrupted");
      } catch (FaultThrown e) {
        return new Reply.Failed(
            ErrorCode.FAULT, e.words(), Optional.of(report(began)), Optional.of(e.fault()));
      } catch (EdgewiseException e) {
        return new Reply.Failed(
            e.code(), String.valueOf(e.getMessage()), Optional.of(report(began)));
      } finally {
        node.ended();
      }
    }

    private CallContext context(long began) {
      return CallContext.of(
          request.method(),
          request.decisionId(),
          request.label(),
          request.trace(),
          began + request.timeLeft().toNanos(),
          clock,
          ended::get);
    }

    private CallReport report(long began) {
      return new CallReport(node.load(), Duration.ZERO, Duration.ofNanos(clock.nanos() - began));
    }
  }

  /** The link to a node that is not there. */
  private final class NoLink implements Link {
    private final String address;

    NoLink(String address) {
      this.address = address;
    }

    @Override
    public Exchange send(Request request, Consumer<Reply> onReply) {
      executor.execute(
          () ->
              onReply.accept(
                  new Reply.NotRun(ErrorCode.NODE_LOST, "no node " + address, Optional.empty())));
      return () -> {};
    }

    @Override
    public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
      executor.execute(() -> onAnswer.accept(Optional.empty()));
    }

    @Override
    public void describe(Duration timeout, Consumer<Described> onAnswer) {
      executor.execute(() -> onAnswer.accept(new Described.Failure("there is no node " + address)));
    }

    @Override
    public void reconnect() {}

    @Override
    public void close() {}
  }
}
