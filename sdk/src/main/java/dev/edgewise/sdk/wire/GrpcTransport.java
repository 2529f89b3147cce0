package dev.edgewise.sdk.wire;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Address;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Transport;
import dev.edgewise.sdk.wire.tls.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Carries calls by gRPC over sockets: with certificates on both ends, or in plain text for nodes on
 * this machine. A link is one channel. Thread-safe.
 */
public final class GrpcTransport implements Transport {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

  private final Optional<Tls> tls;
  private final Scheduler scheduler;
  private final Executor executor;
  private final Set<GrpcLink> links = new HashSet<>();
  private boolean closed;

  private GrpcTransport(Optional<Tls> tls, Scheduler scheduler, Executor executor) {
    this.tls = requireNonNull(tls, "tls");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.executor = requireNonNull(executor, "executor");
  }

  /** A transport in plain text. */
  public static GrpcTransport create(Scheduler scheduler, Executor executor) {
    return create(Optional.empty(), scheduler, executor);
  }

  /**
   * Creates a transport.
   *
   * @param tls what is shown to nodes and believed of them; stays the caller's; without it all is
   *     in plain text
   * @param scheduler times the attempts to connect again
   * @param executor runs replies and listeners; must outlive the transport, and must not run tasks
   *     on the thread that hands them in
   */
  public static GrpcTransport create(Optional<Tls> tls, Scheduler scheduler, Executor executor) {
    return new GrpcTransport(tls, scheduler, executor);
  }

  /**
   * {@inheritDoc}
   *
   * @throws EdgewiseException with {@code BAD_CLIENT} when {@code address} is not {@code
   *     host:port}, or {@code CLOSED}
   */
  @Override
  public Link open(String address, Link.Listener listener) {
    Address parsed = Address.parse(address);
    synchronized (links) {
      if (closed) {
        throw EdgewiseException.of(
            ErrorCode.CLOSED, "The transport is closed; no link can be opened.");
      }
      GrpcLink link = new GrpcLink(parsed, tls, listener, scheduler, executor, this::forget);
      links.add(link);
      link.connect();
      return link;
    }
  }

  private void forget(GrpcLink link) {
    synchronized (links) {
      links.remove(link);
    }
  }

  /**
   * Closes all links, and waits up to 2 s until each call has had its reply; after that the
   * executor may be shut down.
   */
  @Override
  public void close() {
    List<GrpcLink> open;
    synchronized (links) {
      closed = true;
      open = new ArrayList<>(links);
    }
    open.forEach(GrpcLink::close);
    try {
      for (GrpcLink link : open) {
        link.awaitClosed(LONGEST_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
