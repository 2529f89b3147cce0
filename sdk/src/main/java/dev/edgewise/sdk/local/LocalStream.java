package dev.edgewise.sdk.local;

import dev.edgewise.sdk.invoke.Link;
import dev.edgewise.sdk.invoke.Reply;
import dev.edgewise.sdk.invoke.Request;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
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
    body.stream(
        request.method(),
        request.body(),
        context,
        new ItemSink() {
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
        });
    return new Reply.Answered(Message.EMPTY, Optional.of(report(began)));
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
}
