package dev.edgewise.sdk.local;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.CallContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One run of a body on a thread of the executor; ends once, by what the body does or by its
 * cancellation, whichever is first. Whoever calls it watches its time, and cancels.
 */
abstract sealed class LocalRun implements Link.Exchange permits LocalCall, LocalStream {
  private final LocalTransport.Parts parts;
  private final LocalNode node;
  private final Request request;
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Future<?> task;

  LocalRun(LocalTransport.Parts parts, LocalNode node, Request request) {
    this.parts = parts;
    this.node = node;
    this.request = request;
  }

  /** Runs the body on this thread, and says what came of it. */
  abstract Reply runBody(Offering body, Request request, CallContext context, long began)
      throws FaultThrown, InterruptedException;

  /** Tells the caller the end. */
  abstract void tell(Reply reply);

  final synchronized void start() {
    task = parts.executor().submit(this::run);
  }

  @Override
  public final void cancel() {
    parts.executor().execute(() -> stop(new Reply.Lost("cancelled")));
  }

  private void run() {
    Reply reply = answer();
    if (ended.compareAndSet(false, true)) {
      tell(reply);
    }
  }

  /** Ends it with that, whatever its body does. */
  final void stop(Reply reply) {
    if (ended.compareAndSet(false, true)) {
      synchronized (this) {
        requireNonNull(task).cancel(true);
      }
      tell(reply);
    }
  }

  private Reply answer() {
    Optional<Offering> body = node.offering(request.method());
    if (body.isEmpty()) {
      return new Reply.NotRun(
          ErrorCode.UNKNOWN_METHOD,
          node.node().name() + " does not offer " + request.method(),
          Optional.of(node.load()));
    }
    long began = parts.clock().nanos();
    try {
      return runBody(body.get(), request, context(began), began);
    } catch (InterruptedException e) {
      return new Reply.Lost("interrupted");
    } catch (FaultThrown e) {
      return new Reply.Failed(
          ErrorCode.FAULT, e.words(), Optional.of(report(began)), Optional.of(e.fault()));
    } catch (EdgewiseException e) {
      if (Reply.NotRun.isSaidBy(e.code())) {
        return new Reply.NotRun(e.code(), e.words(), Optional.of(node.load()));
      }
      return new Reply.Failed(e.code(), e.words(), Optional.of(report(began)));
    }
  }

  private CallContext context(long began) {
    return CallContext.of(
        request.method(),
        request.decisionId(),
        request.label(),
        request.trace(),
        request.tenant(),
        request.cacheControl(),
        began + request.timeLeft().toNanos(),
        parts.clock(),
        ended::get);
  }

  final CallReport report(long began) {
    return new CallReport(
        node.load(), Duration.ZERO, Duration.ofNanos(parts.clock().nanos() - began));
  }

  final LocalNode node() {
    return node;
  }

  final boolean isOver() {
    return ended.get();
  }
}
