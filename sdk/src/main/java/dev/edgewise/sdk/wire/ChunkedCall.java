package dev.edgewise.sdk.wire;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call whose request goes in chunks. Begin goes first; when the node's headers say that it takes
 * the message, chunks follow as fast as the connection takes them, so that never more than one of
 * them waits in memory.
 *
 * <p>Until the last chunk has left nothing can have run: a node runs a method when its request is
 * complete.
 */
final class ChunkedCall extends ClientCall.Listener<Message> implements Link.ItemExchange {
  private final ClientCall<Message, Message> call;
  private final StreamWatch stream;
  private final ChunkWriter frames;
  private final Answers answers;
  private final Consumer<Reply> onReply;

  // Guarded by this: what starts the call and what gRPC tells may meet on two threads.
  private boolean taken;
  private boolean whole;
  private boolean cancelled;

  private ChunkedCall(
      ClientCall<Message, Message> call,
      StreamWatch stream,
      ChunkWriter frames,
      Answers answers,
      Consumer<Reply> onReply) {
    this.call = call;
    this.stream = stream;
    this.frames = frames;
    this.answers = answers;
    this.onReply = onReply;
  }

  /** Starts a call with one answer; {@code onReply} comes on the channel's executor, once. */
  static Link.Exchange start(
      Channel channel, Request request, Metadata headers, Consumer<Reply> onReply) {
    ChunkedCall chunked = begin(channel, request, headers, new OneAnswer(), onReply);
    chunked.request(1);
    return chunked;
  }

  /** Starts a call with a stream of answers. */
  static Link.ItemExchange start(
      Channel channel, Request request, Metadata headers, Link.ItemListener listener) {
    return begin(channel, request, headers, new ManyAnswers(listener), listener::ended);
  }

  private static ChunkedCall begin(
      Channel channel,
      Request request,
      Metadata headers,
      Answers answers,
      Consumer<Reply> onReply) {
    StreamWatch stream = new StreamWatch();
    ChunkedCall chunked =
        new ChunkedCall(
            stream.newCall(
                channel, MethodType.BIDI_STREAMING, ChunkFrame.METHOD, request.timeLeft()),
            stream,
            ChunkWriter.call(request.method(), request.body()),
            answers,
            onReply);
    chunked.begin(headers);
    return chunked;
  }

  private synchronized void begin(Metadata headers) {
    call.start(this, headers);
    call.sendMessage(frames.next());
  }

  @Override
  public void request(int items) {
    call.request(items);
  }

  @Override
  public void cancel() {
    synchronized (this) {
      cancelled = true;
    }
    call.cancel("the caller gave up", null);
  }

  @Override
  public void onHeaders(Metadata headers) {
    answers.headers(headers);
    synchronized (this) {
      taken = true;
    }
    send();
  }

  @Override
  public void onReady() {
    send();
  }

  private synchronized void send() {
    while (taken && !whole && !cancelled && call.isReady()) {
      call.sendMessage(frames.next());
      if (!frames.hasNext()) {
        call.halfClose();
        whole = true;
      }
    }
  }

  @Override
  public void onMessage(Message message) {
    synchronized (this) {
      // A node that answers has seen what it wanted to see, and has run.
      whole = true;
    }
    answers.accept(message, call);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    Statuses.Progress progress = stream.progress();
    onReply.accept(
        wasCutOff(status, progress)
            ? new Reply.NotRun(
                ErrorCode.NODE_LOST,
                "never sent whole: " + Statuses.detail(status),
                Optional.empty())
            : answers.reply(status, trailers, progress));
  }

  /** Whether the connection broke before the last chunk had left. */
  private synchronized boolean wasCutOff(Status status, Statuses.Progress progress) {
    return !whole
        && !cancelled
        && progress != Statuses.Progress.ANSWERED
        && status.getCode() != Status.Code.DEADLINE_EXCEEDED;
  }
}
