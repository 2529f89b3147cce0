package dev.edgewise.sdk.local;

import dev.edgewise.core.CacheNote;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.host.Fences;
import dev.edgewise.sdk.host.GenerationItems;
import dev.edgewise.sdk.host.KeptStream;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * A stream in this JVM. The body's thread hands each item over when it was asked for and waits
 * until then, so a body is at most one item ahead of its reader's wishes. A stream that is open
 * takes no slot: most of its time it waits for somebody.
 */
final class LocalStream extends LocalRun implements Link.ItemExchange {
  private final Link.ItemListener listener;
  private final Semaphore wanted = new Semaphore(0);
  private final Object telling = new Object();

  LocalStream(
      LocalTransport.Parts parts, LocalNode node, Request request, Link.ItemListener listener) {
    super(parts, node, request);
    this.listener = listener;
  }

  @Override
  public void request(int items) {
    wanted.release(items);
  }

  @Override
  Reply runBody(Offering body, Request request, CallContext context, long began)
      throws FaultThrown, InterruptedException {
    Optional<Resumption> resumption = request.generation();
    if (resumption.isEmpty()) {
      return run(body, request, context, new Reader(began), began);
    }
    Resumption generation = resumption.get();
    Optional<Fences.Held> held =
        node()
            .fences()
            .enter(
                request.tenant(),
                generation.id(),
                generation.epoch(),
                began,
                () -> stop(new Reply.Lost("another node has taken over")));
    if (held.isEmpty()) {
      return new Reply.Lost("another node has taken over");
    }
    try {
      RunningGeneration running =
          new RunningGeneration(
              generation.id(),
              generation.epoch(),
              generation.seed(),
              generation.emitted(),
              generation.checkpoint(),
              RunningGeneration.rootOf(context, request.body(), generation.seed()),
              new InBand());
      return run(
          body,
          request,
          context.in(running),
          new GenerationItems(running, new Reader(began), request.method()),
          began);
    } finally {
      held.get().leave();
    }
  }

  private Reply run(Offering body, Request request, CallContext context, ItemSink items, long began)
      throws FaultThrown, InterruptedException {
    String method = request.method();
    Optional<CallCaching.Question> question = body.question(method, request.body());
    Optional<CacheNote> note = Optional.empty();
    if (question.isEmpty()) {
      body.stream(method, request.body(), context, items);
    } else {
      note =
          Optional.of(
              KeptStream.<FaultThrown>run(
                  node().caching(),
                  question.get(),
                  context,
                  items,
                  (shared, out) -> body.stream(method, request.body(), shared, out)));
    }
    return new Reply.Answered(Message.EMPTY, Optional.of(report(began)), note);
  }

  private boolean tellUnlessOver(Runnable what) {
    synchronized (telling) {
      if (isOver()) {
        return false;
      }
      what.run();
      return true;
    }
  }

  @Override
  void tell(Reply reply) {
    // Behind an item that is being told on another thread.
    synchronized (telling) {
      listener.ended(reply);
    }
  }

  /** Who reads the items. */
  private final class Reader implements ItemSink {
    private final long began;

    Reader(long began) {
      this.began = began;
    }

    @Override
    public void opened() {
      tellUnlessOver(() -> listener.opened(Optional.of(report(began))));
    }

    @Override
    public void item(Message item) throws InterruptedException {
      wanted.acquire();
      if (!tellUnlessOver(() -> listener.item(item))) {
        throw new InterruptedException("nobody wants more");
      }
    }
  }

  /** Checkpoints go along with the items, where they are small enough for it. */
  private final class InBand implements RunningGeneration.Keeper {
    @Override
    public boolean wants(long bytes, Duration cost) {
      return bytes <= Checkpoint.MOST_IN_BAND;
    }

    @Override
    public void keep(Checkpoint checkpoint) {
      if (checkpoint.state().remaining() <= Checkpoint.MOST_IN_BAND) {
        boolean unused = tellUnlessOver(() -> listener.checkpoint(checkpoint));
      }
    }
  }
}
