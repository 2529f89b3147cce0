package dev.edgewise.testkit;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback that makes a way long and thin: every byte arrives {@link
 * #delay(Duration) delay} later in each direction, and no faster than {@link #bandwidth}. Both can
 * be changed while it runs; {@link #cut} breaks what is connected and refuses what comes, {@link
 * #stall} lets connections stand and carries nothing, as a partition does.
 *
 * <p>It has real sockets and real time: four threads for each connection, all daemons, and at most
 * {@value #MOST_WAITING} bytes on the way in each direction; a sender that is faster waits. At most
 * {@value #MOST_CONNECTIONS} connections; further ones are closed at once. Thread-safe.
 */
public final class DelayProxy implements AutoCloseable {
  static final int MOST_WAITING = 1 << 20;
  static final int MOST_CONNECTIONS = 256;

  private final Clock clock;
  private final InetSocketAddress target;
  private final ServerSocket server;
  private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();
  private final Way way = new Way();
  private volatile boolean cut;
  private volatile boolean closed;

  private DelayProxy(Clock clock, InetSocketAddress target, ServerSocket server) {
    this.clock = clock;
    this.target = target;
    this.server = server;
  }

  /** How the way is now; pipes wait on it, and are woken when it changes. */
  static final class Way {
    private Duration delay = Duration.ZERO;
    private long bytesPerSecond = Long.MAX_VALUE;
    private boolean stalled;

    synchronized long delayNanos() {
      return delay.toNanos();
    }

    synchronized long bytesPerSecond() {
      return bytesPerSecond;
    }

    synchronized boolean stalled() {
      return stalled;
    }

    synchronized void delay(Duration next) {
      delay = next;
      notifyAll();
    }

    synchronized void bandwidth(long next) {
      bytesPerSecond = next;
      notifyAll();
    }

    synchronized void stalled(boolean next) {
      stalled = next;
      notifyAll();
    }
  }

  /**
   * Starts a proxy in front of {@code host:port}, at first without any delay.
   *
   * @throws UncheckedIOException when no port is free
   */
  public static DelayProxy to(String host, int port) {
    return to(host, port, Clock.system());
  }

  static DelayProxy to(String host, int port, Clock clock) {
    requireNonNull(host, "host");
    ServerSocket server;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free for a proxy", e);
    }
    DelayProxy proxy = new DelayProxy(clock, new InetSocketAddress(host, port), server);
    start("delay-proxy-" + server.getLocalPort(), proxy::accept);
    return proxy;
  }

  static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** The port on 127.0.0.1 at which it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** Where to connect to, {@code 127.0.0.1:port}. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /**
   * Delays what comes from now on, in each direction by so much: a round trip takes twice that
   * longer. What is on the way already keeps its time.
   */
  public DelayProxy delay(Duration oneWay) {
    if (oneWay.isNegative()) {
      throw new IllegalArgumentException("delay: " + oneWay + " (expected: not negative)");
    }
    way.delay(oneWay);
    return this;
  }

  /**
   * Lets at most so many bytes through per second, of each connection in each direction.
   *
   * @param bytesPerSecond ≥ 1; {@link Long#MAX_VALUE} for no limit
   */
  public DelayProxy bandwidth(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "bandwidth: " + bytesPerSecond + " (expected: at least 1 byte per second)");
    }
    way.bandwidth(bytesPerSecond);
    return this;
  }

  /** Connections stand, and nothing passes until {@link #mend}: a partition. */
  public void stall() {
    way.stalled(true);
  }

  /** Breaks all connections, and breaks new ones at once until {@link #mend}. */
  public void cut() {
    cut = true;
    pipes.forEach(Pipe::close);
  }

  /** Undoes {@link #cut} and {@link #stall}; the delay stays. */
  public void mend() {
    cut = false;
    way.stalled(false);
  }

  /** Connections that stand now. */
  public int connections() {
    return pipes.size() / 2;
  }

  /** Breaks all connections, and listens no more. */
  @Override
  public void close() {
    closed = true;
    pipes.forEach(Pipe::close);
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a proxy", e);
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = server.accept();
        if (cut || closed || connections() >= MOST_CONNECTIONS) {
          // With a reset, as from a machine where nobody listens.
          client.setSoLinger(true, 0);
          client.close();
        } else {
          start("delay-proxy-connect", () -> connect(client));
        }
      } catch (IOException e) {
        // Closed, or the peer has gone before it was here.
      }
    }
  }

  private void connect(Socket client) {
    Socket node = new Socket();
    try {
      node.connect(target, 5_000);
      client.setTcpNoDelay(true);
      node.setTcpNoDelay(true);
    } catch (IOException e) {
      Pipe.reset(client);
      Pipe.reset(node);
      return;
    }
    Pipe there = new Pipe(client, node, way, clock, pipes::remove);
    Pipe back = new Pipe(node, client, way, clock, pipes::remove);
    pipes.add(there);
    pipes.add(back);
    there.start();
    back.start();
    if (cut || closed) {
      there.close();
      back.close();
    }
  }
}
