package dev.edgewise.sdk.wire;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Channel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One leg of a generation on a channel. Its chunks are numbered: one that came already is left out,
 * and a gap ends the leg as lost. A node that knows no generations, since it is older, runs the
 * first leg as a plain stream.
 */
final class RunCall implements Link.ItemExchange {
  private final Channel channel;
  private final Request request;
  private final Link.ItemListener listener;

  // Guarded by this: gRPC tells on one thread, the caller asks on others.
  private Link.@Nullable ItemExchange current;
  private int asked;
  private boolean cancelled;

  private RunCall(Channel channel, Request request, Link.ItemListener listener) {
    this.channel = channel;
    this.request = request;
    this.listener = listener;
  }

  /** Starts a leg; the listener is told on the channel's executor. */
  static Link.ItemExchange start(
      Channel channel, Request request, Resumption generation, Link.ItemListener listener) {
    RunCall run = new RunCall(channel, request, listener);
    run.begin(generation);
    return run;
  }

  private void begin(Resumption generation) {
    Message order = RunFrames.order(request, generation);
    Events events = new Events(generation.emitted().size());
    synchronized (this) {
      current =
          WholeCall.start(
              channel, RunFrames.METHOD, order, request.timeLeft(), Calls.headers(request), events);
    }
  }

  @Override
  public synchronized void request(int items) {
    asked += items;
    if (current != null) {
      current.request(items);
    }
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
    if (current != null) {
      current.cancel();
    }
  }

  /** What came was none of the items that were asked for. */
  private synchronized void another() {
    if (current != null) {
      current.request(1);
    }
  }

  private synchronized void asPlainStream() {
    Link.ItemExchange plain = Calls.plainStream(channel, request, listener);
    current = plain;
    plain.request(asked);
    if (cancelled) {
      plain.cancel();
    }
  }

  /** Reads events, and tells of what is in them. */
  private final class Events implements Link.ItemListener {
    private final long had;
    private long next;
    private Reply.@Nullable Lost broken;

    Events(long had) {
      this.had = had;
      this.next = had + 1;
    }

    @Override
    public void opened(Optional<CallReport> report) {
      listener.opened(report);
    }

    @Override
    public void item(Message message) {
      if (broken != null) {
        return;
      }
      try {
        Optional<RunFrames.Event> event = RunFrames.event(message);
        if (event.isPresent() && event.get() instanceof RunFrames.Event.Chunk chunk) {
          chunk(chunk);
        } else {
          event.ifPresent(
              other -> listener.checkpoint(((RunFrames.Event.Stood) other).checkpoint()));
          another();
        }
      } catch (MalformedMessage e) {
        breaks("it sent " + e.getMessage());
      }
    }

    private void chunk(RunFrames.Event.Chunk chunk) {
      if (chunk.number() == next) {
        next++;
        listener.item(chunk.item());
      } else if (chunk.number() < next) {
        another();
      } else {
        breaks("item " + chunk.number() + " came where " + next + " was due");
      }
    }

    private void breaks(String because) {
      broken = new Reply.Lost(because);
      cancel();
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
      listener.checkpoint(checkpoint);
    }

    @Override
    public void ended(Reply reply) {
      if (broken != null) {
        listener.ended(broken);
      } else if (had == 0 && isLacking(reply)) {
        listener.plain("its node is older, and knows no generations");
        asPlainStream();
      } else {
        listener.ended(reply);
      }
    }
  }

  /** Whether it is the way of calling that the node does not know, and not what was called. */
  private static boolean isLacking(Reply reply) {
    return reply instanceof Reply.NotRun notRun
        && notRun.code() == ErrorCode.UNKNOWN_METHOD
        && notRun.detail().contains(RunFrames.METHOD);
  }
}
