package dev.edgewise.sdk.wire.server;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a server's calls that would hold their stream for ever, whatever deadline they named: those
 * whose first message does not come, and those whose answer is not taken. Thread-safe; costs a call
 * a few entries of a map.
 */
public final class CallPatience implements ServerInterceptor {
  /** How long a caller may take for either; a message of 1 MiB makes it over 140 kbit/s. */
  public static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofSeconds(5);

  /** A call's own context does not let itself be cancelled from inside. */
  static final Context.Key<Context.CancellableContext> HOLD = Context.key("edgewise-patience");

  private final Clock clock;
  private final Map<Context.CancellableContext, Long> waitingSince = new ConcurrentHashMap<>();

  CallPatience(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Looks at a server's calls from now on.
   *
   * @param timer that looks; when it is shut down nobody does
   * @return the builder
   */
  public static NettyServerBuilder watch(
      NettyServerBuilder builder, Clock clock, ScheduledExecutorService timer) {
    CallPatience patience = new CallPatience(clock);
    var unused =
        timer.scheduleWithFixedDelay(
            patience::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return patience.on(builder);
  }

  NettyServerBuilder on(NettyServerBuilder builder) {
    return builder.addStreamTracerFactory(new Holds()).intercept(this);
  }

  /** Puts a context of our own, which we can cancel, around that of each call. */
  private static final class Holds extends ServerStreamTracer.Factory {
    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
      return new ServerStreamTracer() {
        @Override
        public Context filterContext(Context context) {
          Context.CancellableContext own = context.withCancellation();
          return own.withValue(HOLD, own);
        }
      };
    }
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Context.CancellableContext context = HOLD.get();
    waitFor(context);
    ServerCall<Q, R> watched =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            waitFor(context);
            super.close(status, trailers);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(watched, headers)) {
      private boolean begun;

      @Override
      public void onMessage(Q message) {
        if (!begun) {
          begun = true;
          waitingSince.remove(context);
        }
        super.onMessage(message);
      }

      @Override
      public void onComplete() {
        waitingSince.remove(context);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        waitingSince.remove(context);
        super.onCancel();
      }
    };
  }

  private void waitFor(Context.CancellableContext context) {
    waitingSince.put(context, clock.nanos());
  }

  /** Ends whose time is over. */
  void look() {
    long now = clock.nanos();
    waitingSince.forEach(
        (context, since) -> {
          if (now - since >= LONGEST.toNanos()) {
            waitingSince.remove(context);
            cancel(context, new TimeoutException("its caller took longer than " + LONGEST));
          }
        });
  }

  /**
   * Ends a call.
   *
   * @param context of the call; one that is not ours is left alone
   */
  static void end(Context context, TimeoutException because) {
    Context.CancellableContext own = HOLD.get(context);
    if (own != null) {
      cancel(own, because);
    }
  }

  /** What gRPC takes for a deadline that is over: it resets the stream. */
  private static void cancel(Context.CancellableContext own, TimeoutException because) {
    own.cancel(because);
  }
}
