package dev.edgewise.sdk.host;

import dev.edgewise.core.CacheNote;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A stream with the cache before it: all items together are one answer. Who runs it has each item
 * when it comes; who asks the same meanwhile has all of them when it has ended, and who asks later
 * has them at once.
 */
public final class KeptStream {
  /** Longer streams are not kept. */
  private static final int MOST_BYTES = 4 << 20;

  /**
   * What gives the items.
   *
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Body<E extends Exception> {
    /** Runs until there are no more. */
    void run(CallContext context, ItemSink items) throws E, InterruptedException;
  }

  private KeptStream() {}

  /**
   * Runs a stream, or gives what was kept of it.
   *
   * @param items of this caller: of a generation those that its caller has are left out behind it
   * @return where they came from
   */
  public static <E extends Exception> CacheNote run(
      CallCaching caching,
      CallCaching.Question question,
      CallContext context,
      ItemSink items,
      Body<E> body)
      throws E, InterruptedException {
    Listening listening = new Listening(items, context);
    CallCaching.Answer answer;
    try {
      answer =
          caching.call(
              question,
              context,
              shared -> {
                listening.begin(shared);
                body.run(shared, listening);
                return listening.whole();
              });
    } catch (TooLong e) {
      if (!listening.begun) {
        body.run(context, items);
      }
      return CacheNote.NONE;
    }
    if (!listening.begun) {
      List<Message> kept;
      try {
        kept = ItemList.read(answer.message());
      } catch (MalformedMessage e) {
        // What keeps answers promises to give back what it was given.
        throw new IllegalStateException("what was kept of " + context.method() + " is no list", e);
      }
      if (!beginsAsEmitted(kept, context.generation())) {
        // Another run's, whose items were cut otherwise: nothing is wrong, but it does not fit.
        body.run(context, items);
        return CacheNote.NONE;
      }
      items.opened();
      for (Message item : kept) {
        items.item(item);
      }
    }
    return answer.note();
  }

  private static boolean beginsAsEmitted(
      List<Message> kept, Optional<RunningGeneration> generation) {
    List<Message> emitted = generation.map(RunningGeneration::emitted).orElse(List.of());
    if (emitted.size() > kept.size()) {
      return false;
    }
    for (int i = 0; i < emitted.size(); i++) {
      if (!Arrays.equals(emitted.get(i).bytes(), kept.get(i).bytes())) {
        return false;
      }
    }
    return true;
  }

  /** A stream that is too long to be kept ends so, for all that wait for it. */
  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("too long to be kept", null, false, false);
    }
  }

  /**
   * Hands items on and takes them down. Whoever runs the stream may go while others wait for the
   * end of it: then it goes on for them.
   */
  private static final class Listening implements ItemSink {
    private final ItemSink caller;
    private final Optional<RunningGeneration> generation;
    private final List<Message> whole = new ArrayList<>();
    private long taken;
    private long bytes;
    private CallContext shared;
    private boolean gone;

    /** Whether this caller's own run has begun; seen by who waits for its end. */
    private volatile boolean begun;

    Listening(ItemSink caller, CallContext context) {
      this.caller = caller;
      this.shared = context;
      this.generation = context.generation();
    }

    void begin(CallContext context) {
      shared = context;
      begun = true;
    }

    @Override
    public void opened() {
      caller.opened();
    }

    @Override
    public void item(Message item) throws InterruptedException {
      takeDownWhatWasBefore();
      takeDown(item);
      if (gone) {
        if (Thread.interrupted()) {
          throw new InterruptedException("nobody wants more");
        }
        return;
      }
      try {
        caller.item(item);
      } catch (InterruptedException e) {
        if (Thread.currentThread().isInterrupted() || shared.isCancelled()) {
          throw e;
        }
        gone = true;
      }
    }

    /** A body that goes on gives only the rest. */
    private void takeDownWhatWasBefore() {
      if (generation.isPresent()) {
        RunningGeneration running = generation.get();
        while (taken < running.given()) {
          takeDown(running.emitted().get((int) taken));
        }
      }
    }

    private void takeDown(Message item) {
      taken++;
      bytes += item.size();
      if (bytes <= MOST_BYTES) {
        whole.add(item);
      } else {
        whole.clear();
      }
    }

    Message whole() {
      takeDownWhatWasBefore();
      if (bytes > MOST_BYTES) {
        throw new TooLong();
      }
      return ItemList.of(whole);
    }
  }
}
