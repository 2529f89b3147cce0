package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.invoke.Link;
import dev.edgewise.sdk.invoke.Reply;
import dev.edgewise.sdk.spi.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One unary call on a channel: bytes out, one {@link Reply} back. It watches its own stream,
 * because only the stream knows whether anything left this machine.
 */
final class UnaryCall extends ClientCall.Listener<Message> implements Link.Exchange {
  private final ClientCall<Message, Message> call;
  private final StreamWatch stream;
  private final Consumer<Reply> onReply;
  private @Nullable Message answer;
  private boolean twoAnswers;

  private UnaryCall(
      ClientCall<Message, Message> call, StreamWatch stream, Consumer<Reply> onReply) {
    this.call = call;
    this.stream = stream;
    this.onReply = onReply;
  }

  /** Starts a call; {@code onReply} comes on the channel's executor, exactly once. */
  static Link.Exchange start(
      Channel channel,
      String method,
      Message body,
      Duration timeLeft,
      Metadata headers,
      Consumer<Reply> onReply) {
    StreamWatch stream = new StreamWatch();
    ClientCall<Message, Message> call =
        channel.newCall(
            MessageMarshaller.unary(method),
            CallOptions.DEFAULT
                .withDeadlineAfter(timeLeft.toNanos(), TimeUnit.NANOSECONDS)
                .withStreamTracerFactory(stream));
    UnaryCall unary = new UnaryCall(call, stream, onReply);
    call.start(unary, headers);
    // One more than there should be: a second answer must not pass unseen.
    call.request(2);
    call.sendMessage(body);
    call.halfClose();
    return unary;
  }

  @Override
  public void cancel() {
    call.cancel("the caller gave up", null);
  }

  @Override
  public void onMessage(Message message) {
    twoAnswers = answer != null;
    answer = message;
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    onReply.accept(reply(status, trailers));
  }

  private Reply reply(Status status, Metadata trailers) {
    if (!status.isOk()) {
      return Statuses.reply(status, trailers, stream.progress());
    }
    Message body = answer;
    if (body == null || twoAnswers) {
      return new Reply.Failed(
          dev.edgewise.core.ErrorCode.BAD_ANSWER,
          body == null ? "OK without an answer" : "more than one answer to a unary call",
          Optional.empty());
    }
    return new Reply.Answered(body, Statuses.report(trailers));
  }

  /** Sees how far the stream of one call comes. Retries are off, so there is one at most. */
  private static final class StreamWatch extends ClientStreamTracer.Factory {
    private volatile boolean sent;
    private volatile boolean answered;

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void outboundHeaders() {
          // Called when the socket has taken the headers; without them nothing can run.
          sent = true;
        }

        @Override
        public void inboundTrailers(Metadata trailers) {
          answered = true;
        }
      };
    }

    Statuses.Progress progress() {
      if (answered) {
        return Statuses.Progress.ANSWERED;
      }
      return sent ? Statuses.Progress.SENT : Statuses.Progress.UNSENT;
    }
  }
}
