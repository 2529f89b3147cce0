package dev.edgewise.lab;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.Programs;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * A stream of 10,000 items whose reader stops now and then: its body must wait for it. Closing a
 * stream must stop its body, and kill -9 of its agent must end it with an error that says how much
 * came, never as if it had come to its end.
 */
enum SlowReader implements Campaign {
  STREAM;

  private static final int DROPS = 10_000;
  private static final int BYTES = 4 * 1024;
  private static final int PAUSE_EVERY = 2_500;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** HTTP/2's window at its largest, what gRPC queues at the node, and few items at either end. */
  private static final int MOST_AHEAD = (8 * 1024 * 1024 + 32 * 1024) / BYTES + 32;

  private static final int READ_BEFORE = 100;
  private static final long MOST_CLOSE_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public String about() {
    return "a stream of 10,000 items with a slow reader: its body is a bounded number ahead;"
        + " closing stops it within 100 ms; kill -9 of its agent is an error";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (DaemonProcess agent = DaemonProcess.edge(new Programs(dist), folder, "edge-1");
        Edgewise eco = Edgewise.builder().edgeNodes("edge-1=" + agent.address()).build()) {
      Taps taps = eco.client(Taps.class);
      long ahead = readSlowly(taps);
      long closeMillis = close(taps);
      String end = kill(taps, agent);
      return new Verdict(
          ahead <= MOST_AHEAD
              && closeMillis >= 0
              && closeMillis <= MOST_CLOSE_MILLIS
              && end.isEmpty(),
          "at most %d of %d items ahead (%d allowed), body stopped %d ms after the close, kill -9: %s"
              .formatted(
                  ahead,
                  DROPS,
                  MOST_AHEAD,
                  closeMillis,
                  end.isEmpty() ? "an error that counts the items" : end));
    }
  }

  /** Reads a whole stream, checks it, and returns how far its body was ahead at most. */
  static long readSlowly(Taps taps) throws IOException, InterruptedException {
    long before = taps.poured().made();
    long ahead = 0;
    int read = 0;
    try (Stream<Taps.Drop> drops = taps.pour(DROPS, BYTES)) {
      for (Iterator<Taps.Drop> each = drops.iterator(); each.hasNext(); read++) {
        if (each.next().number() != read) {
          throw new IOException("item " + read + " is another one");
        }
        if (read % PAUSE_EVERY == 0) {
          Thread.sleep(PAUSE);
          ahead = Math.max(ahead, taps.poured().made() - before - read);
        }
      }
    }
    if (read != DROPS) {
      throw new IOException(read + " of " + DROPS + " items came");
    }
    return ahead;
  }

  /** Closes a stream in the middle; returns after how long its body was seen to have ended. */
  static long close(Taps taps) throws InterruptedException {
    Stream<Taps.Drop> drops = taps.pour(DROPS, BYTES);
    read(drops.iterator(), READ_BEFORE);
    drops.close();
    return Waiting.until(PATIENCE, () -> taps.poured().open() == 0);
  }

  private static void read(Iterator<Taps.Drop> drops, int count) {
    for (int i = 0; i < count; i++) {
      drops.next();
    }
  }

  /** Kills the agent under a stream; returns what is wrong with its end. */
  static String kill(Taps taps, DaemonProcess agent) throws IOException, InterruptedException {
    int read = 0;
    try (Stream<Taps.Drop> drops = taps.pour(DROPS, BYTES)) {
      Iterator<Taps.Drop> each = drops.iterator();
      read(each, READ_BEFORE);
      read = READ_BEFORE;
      agent.signal("KILL");
      while (each.hasNext()) {
        each.next();
        read++;
      }
      return "a silent end after " + read + " items";
    } catch (EdgewiseException e) {
      boolean counted = String.valueOf(e.getMessage()).contains(read + " items had come");
      return e.code() == ErrorCode.NODE_LOST && counted
          ? ""
          : read + " items and " + e.getMessage();
    }
  }
}
