package dev.edgewise.lab.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Commits offences for a while: {@code Attacker SECONDS OFFENCE=DOOR…}, all at the same time, each
 * from several connections that are made again as soon as the server has ended them. Prints a line
 * for each, see {@link Report}.
 */
public final class Attacker {
  /** How soon an offender who was shown the door comes back. */
  private static final long BACK_MILLIS = 100;

  private final Offence offence;
  private final Door door;
  private final long untilNanos;
  private final Set<Peer> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong closed = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong slowest = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong traces = new AtomicLong();

  private Attacker(Offence offence, Door door, long untilNanos) {
    this.offence = offence;
    this.door = door;
    this.untilNanos = untilNanos;
  }

  /** See the class. */
  public static void main(String[] arguments) throws InterruptedException {
    long until = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000;
    List<Thread> threads = new ArrayList<>();
    List<Attacker> attackers = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] parts = arguments[i].split("=", 2);
      Attacker attacker = new Attacker(Offence.valueOf(parts[0]), Door.parse(parts[1]), until);
      attackers.add(attacker);
      for (int c = 0; c < attacker.offence.connections(); c++) {
        threads.add(Thread.ofVirtual().start(attacker::offend));
      }
    }
    for (Thread thread : threads) {
      thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
    }
    attackers.forEach(Attacker::stop);
    for (Thread thread : threads) {
      thread.join();
    }
    attackers.forEach(attacker -> System.out.println(attacker.report().toLine()));
  }

  private void offend() {
    try {
      while (System.nanoTime() < untilNanos) {
        try (Peer peer = Peer.connect(door, offence)) {
          open.add(peer);
          connections.incrementAndGet();
          offendOnce(peer);
          open.remove(peer);
          count(peer);
        } catch (IOException e) {
          refused.incrementAndGet();
        }
        Thread.sleep(BACK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void offendOnce(Peer peer) throws InterruptedException {
    try {
      offence.play(peer, door);
    } catch (IOException e) {
      // The server has closed it: what is counted below.
    }
    peer.awaitEnd(Math.max(1, (untilNanos - System.nanoTime()) / 1_000_000));
  }

  private void count(Peer peer) {
    boolean late = peer.millis() > offence.within().toMillis();
    switch (peer.end()) {
      case CLOSED -> closed.incrementAndGet();
      case ANSWERED -> answered.incrementAndGet();
      case HELD -> {
        // Whoever came too late to be closed in time is not counted.
      }
    }
    if (late) {
      held.incrementAndGet();
    }
    if (peer.end() != Peer.End.HELD) {
      slowest.accumulateAndGet(peer.millis(), Math::max);
    }
    longest.accumulateAndGet(peer.longestAnswer(), Math::max);
    if (!peer.trace().isEmpty()) {
      traces.incrementAndGet();
      System.err.println(offence.title() + " was told: " + peer.trace());
    }
  }

  /** Whoever waits for the server waits no longer. */
  private void stop() {
    for (Peer peer : open) {
      peer.abandon();
    }
  }

  private Report report() {
    return new Report(
        offence.title(),
        door.port(),
        connections.get(),
        closed.get(),
        answered.get(),
        held.get(),
        refused.get(),
        slowest.get(),
        longest.get(),
        traces.get());
  }
}
