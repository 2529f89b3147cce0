package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.serve.GenerationView.Kept;
import dev.edgewise.agent.serve.GenerationView.State;
import dev.edgewise.core.Clock;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What this node generates, for people: whoever runs a generation tells here how far it is. One
 * that has ended stays for some seconds, since many are over between two looks. Holds no more than
 * runs, and the last {@value #MOST_ENDED} that ended. Thread-safe; a chunk costs one uncontended
 * lock.
 */
public final class GenerationBoard {
  /** So many ended ones are remembered. */
  static final int MOST_ENDED = 16;

  /** For so long; several renewals of a lease. */
  static final Duration ENDED_SHOWN = Duration.ofSeconds(10);

  private final Clock clock;
  private final GenerationMeter meter;

  // Guarded by this.
  private final SequencedMap<Part, Boolean> running = new LinkedHashMap<>();
  private final Deque<Part> ended = new ArrayDeque<>();

  /** An empty board. */
  public GenerationBoard(Clock clock, GenerationMeter meter) {
    this.clock = requireNonNull(clock, "clock");
    this.meter = requireNonNull(meter, "meter");
  }

  /**
   * This node begins with a generation, or goes on with one.
   *
   * @param call decision id of the call
   * @param method {@code service/method}
   * @param leg 1 where it begins, else how many nodes it was given to, this one included
   * @param emitted what its caller has already
   * @param progress reads how far it is
   */
  public Part begin(String call, String method, int leg, List<Message> emitted, Progress progress) {
    emitted.forEach(progress::chunk);
    Part part = new Part(call, method, Math.max(1, leg), emitted.size(), progress, clock.nanos());
    synchronized (this) {
      running.put(part, true);
    }
    meter.began(method, part.leg);
    return part;
  }

  /** Those that run, newest first, then those that ended lately, newest first. */
  public List<GenerationView> now(int most) {
    long now = clock.nanos();
    List<Part> parts;
    synchronized (this) {
      while (!ended.isEmpty() && now - ended.peekLast().endNanos() > ENDED_SHOWN.toNanos()) {
        ended.removeLast();
      }
      parts = new ArrayList<>(running.sequencedKeySet().reversed());
      parts.addAll(ended);
    }
    return parts.stream().limit(most).map(part -> part.view(now)).toList();
  }

  /** How many run. */
  public synchronized int running() {
    return running.size();
  }

  private synchronized void over(Part part) {
    running.remove(part);
    ended.addFirst(part);
    if (ended.size() > MOST_ENDED) {
      ended.removeLast();
    }
  }

  /** One generation on this node, for whoever runs it. Thread-safe. */
  public final class Part {
    private final String call;
    private final String method;
    private final int leg;
    private final long had;
    private final long begunNanos;

    // Guarded by this.
    private final Progress progress;
    private State state = State.RUNNING;
    private long chunks;
    private long doneAtFirst;
    private long firstNanos;
    private long lastNanos;
    private @Nullable Kept kept;
    private boolean recomputed;
    private long endNanos;

    private Part(String call, String method, int leg, int had, Progress progress, long begunNanos) {
      this.call = requireNonNull(call, "call");
      this.method = requireNonNull(method, "method");
      this.leg = leg;
      this.had = had;
      this.progress = progress;
      this.begunNanos = begunNanos;
    }

    /** The caller was sent a chunk that it did not have. */
    public void chunk(Message chunk) {
      long now = clock.nanos();
      boolean first;
      long units;
      synchronized (this) {
        if (state != State.RUNNING) {
          return;
        }
        long before = progress.done();
        progress.chunk(chunk);
        units = progress.done() - before;
        chunks++;
        lastNanos = now;
        first = chunks == 1;
        if (first) {
          firstNanos = now;
          doneAtFirst = progress.done();
        }
      }
      if (first) {
        meter.firstChunk(method, now - begunNanos);
      }
      meter.made(method, progress.unit(), units);
    }

    /** The caller was sent a checkpoint. */
    public void kept(long step, long bytes) {
      synchronized (this) {
        if (state != State.RUNNING) {
          return;
        }
        progress.step(step);
        kept = new Kept(step, bytes);
      }
      meter.kept(method, bytes);
    }

    /** It goes on after that step: what came before is not this node's work. */
    void resumedAt(long step) {
      synchronized (this) {
        progress.step(step);
      }
    }

    /** What the caller has is computed again. */
    void recomputed() {
      synchronized (this) {
        if (recomputed) {
          return;
        }
        recomputed = true;
      }
      meter.recomputed(method);
    }

    /** This node is done with it; what is told later counts no more. */
    public void ended(State how) {
      double perSecond;
      synchronized (this) {
        if (state != State.RUNNING) {
          return;
        }
        state = how;
        endNanos = clock.nanos();
        perSecond = perSecond();
      }
      over(this);
      meter.ended(method, how, progress.unit(), perSecond);
    }

    private synchronized long endNanos() {
      return endNanos;
    }

    /** From the first chunk to the last: how long the first one took is told apart. */
    private double perSecond() {
      long units = progress.done() - doneAtFirst;
      long nanos = lastNanos - firstNanos;
      return chunks < 2 || units <= 0 || nanos <= 0 ? 0 : units * 1e9 / nanos;
    }

    private synchronized GenerationView view(long now) {
      return new GenerationView(
          call,
          method,
          state,
          leg,
          had,
          had + chunks,
          progress.unit(),
          progress.done(),
          progress.of(),
          perSecond(),
          chunks == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstNanos - begunNanos)),
          Duration.ofNanos((state == State.RUNNING ? now : endNanos) - begunNanos),
          Optional.ofNullable(kept));
    }
  }
}
