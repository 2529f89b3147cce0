package dev.edgewise.orchestrator.gateway.rpc;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.orchestrator.gateway.generation.Follower;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Metadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call with a stream of answers: one virtual thread hands on what comes, as fast as the caller
 * takes it, and so holds up the body of a slow one.
 */
final class PassedStream extends PassedCall {
  /** Guards what follows; notified when the caller can take more, or has gone. */
  private final Object lock = new Object();

  private @Nullable Items<Message> items;
  private boolean gone;
  private final boolean resumable;

  /**
   * A call that was let in.
   *
   * @param resumable whether its caller can come back to it
   */
  PassedStream(Admitted admitted, boolean resumable) {
    super(admitted);
    this.resumable = resumable;
  }

  @Override
  void make(Message message) {
    Items<Message> made;
    try {
      made = resumable ? followed(message) : gateway.stream(method, message, terms);
    } catch (EdgewiseException e) {
      end(Ending.of(e));
      return;
    }
    boolean late;
    synchronized (lock) {
      items = made;
      late = gone;
    }
    if (late) {
      made.close();
    } else {
      Thread.ofVirtual().name("gateway-stream").start(() -> handOn(made));
    }
  }

  /** Tells the id at once: a connection may break before the first item has come. */
  private Follower followed(Message message) {
    // Who comes back need not send the request again.
    Optional<Message> sent = message.size() == 0 ? Optional.empty() : Optional.of(message);
    Follower follower =
        after.isPresent()
            ? gateway.follow(after.get(), method, sent, terms)
            : gateway.generate(method, message, terms);
    Metadata headers = new Metadata();
    headers.put(WireNames.GENERATION, follower.generation());
    call.sendHeaders(headers);
    return follower;
  }

  private void handOn(Items<Message> made) {
    try (made) {
      boolean begun = resumable;
      Optional<Message> item = made.next();
      while (item.isPresent() && awaitReady()) {
        if (!begun) {
          begun = true;
          call.sendHeaders(new Metadata());
        }
        call.sendMessage(item.get());
        item = made.next();
      }
      if (endsNow()) {
        if (!begun) {
          call.sendHeaders(new Metadata());
        }
        Ending.of(made.outcome().join()).close(call);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (e instanceof EdgewiseException own && own.code() == ErrorCode.GENERATION_GONE) {
        // Not how the call ended, but why this caller cannot have the rest.
        end(Ending.of(own));
        return;
      }
      // What the body declares too; the outcome says the same, and with it who and which call.
      Outcome<Long> outcome = made.outcome().join();
      end(Ending.of(outcome));
    }
  }

  /** Waits until the caller takes more; false when it has gone. */
  private boolean awaitReady() throws InterruptedException {
    synchronized (lock) {
      while (!gone && !call.isReady()) {
        lock.wait();
      }
      return !gone;
    }
  }

  @Override
  public void onReady() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  @Override
  void giveUp() {
    Items<Message> made;
    synchronized (lock) {
      gone = true;
      made = items;
      lock.notifyAll();
    }
    if (made != null) {
      made.close();
    }
  }
}
