package dev.edgewise.sdk.wire.server;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what a server holds of messages that are on their way: gRPC counts nothing of a message
 * before it is whole, so that many slow callers of large ones could fill the memory. All of them
 * share one budget; who needs more than is left of it is refused with {@code RESOURCE_EXHAUSTED},
 * and whoever takes longer than {@link CallPatience#LONGEST} for one message is cut off. Messages
 * below {@link #FREE} count for nothing and always pass: how many calls there may be bounds those.
 *
 * <p>gRPC calls a stream's tracer on its event loop; streams of several loops share the budget.
 * Thread-safe.
 *
 * @see ServerStreamTracer
 */
public final class ArrivingBytes extends ServerStreamTracer.Factory {
  /** Bytes of a message that are not counted. */
  static final int FREE = 1 << 16;

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final long most;
  private final Clock clock;
  private final AtomicLong held = new AtomicLong();
  private final Set<Arriving> counted = ConcurrentHashMap.newKeySet();

  /**
   * A budget.
   *
   * @param most bytes of all messages on their way; at least the largest that the server takes, or
   *     that one never passes
   */
  ArrivingBytes(long most, Clock clock) {
    this.most = most;
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Counts what comes to a server from now on. After {@link CallPatience#watch}, whose hold on
   * calls it uses. Their budget is one and a half of the largest message, so that one such lets
   * others pass, and 64 MiB where messages are small.
   *
   * @param largest bytes that a message may have; the builder's own bound too
   * @param timer that looks for those that take too long
   * @return the builder
   */
  public static NettyServerBuilder watch(
      NettyServerBuilder builder, int largest, Clock clock, ScheduledExecutorService timer) {
    ArrivingBytes bytes = new ArrivingBytes(Math.max(64L << 20, largest + largest / 2L), clock);
    var unused =
        timer.scheduleWithFixedDelay(
            bytes::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return builder.maxInboundMessageSize(largest).addStreamTracerFactory(bytes);
  }

  /** Bytes that are counted now. */
  long held() {
    return held.get();
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Arriving();
  }

  /** Cuts off whose message has been on its way for too long. */
  void look() {
    long now = clock.nanos();
    for (Arriving one : counted) {
      if (now - one.since >= CallPatience.LONGEST.toNanos()) {
        // Whoever is ended is no longer counted; to be ended twice does nothing.
        CallPatience.end(
            one.context,
            new TimeoutException("its message took longer than " + CallPatience.LONGEST));
      }
    }
  }

  /** The messages of one call. */
  private final class Arriving extends ServerStreamTracer {
    private volatile Context context = Context.ROOT;
    private volatile long since;

    /** Of the message that is on its way; the event loop's. */
    private long size;

    /** What the budget has for this call. */
    private final AtomicLong own = new AtomicLong();

    @Override
    public Context filterContext(Context of) {
      context = of;
      return of;
    }

    @Override
    public void inboundWireSize(long bytes) {
      size += bytes;
      if (size > FREE) {
        count(size - own.get());
      }
    }

    private void count(long more) {
      if (held.addAndGet(more) > most) {
        held.addAndGet(-more);
        // As gRPC itself refuses a message that is too large for it.
        throw Status.RESOURCE_EXHAUSTED
            .withDescription(
                Statuses.ON_THEIR_WAY + " (" + most + "). Try again later, or another node.")
            .asRuntimeException();
      }
      if (own.getAndAdd(more) == 0) {
        since = clock.nanos();
        counted.add(this);
      }
    }

    @Override
    public void inboundMessageRead(int number, long wire, long unpacked) {
      // Whole: from now on it is its handler's.
      size = 0;
      release();
    }

    @Override
    public void streamClosed(Status status) {
      release();
    }

    private void release() {
      long bytes = own.getAndSet(0);
      if (bytes > 0) {
        held.addAndGet(-bytes);
        counted.remove(this);
      }
    }
  }
}
