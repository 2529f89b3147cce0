package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A call whose request goes in one message. Of a stream of answers, what was not asked for waits in
 * HTTP/2's window of this stream, which gRPC lets grow from 1 MiB to at most 8, and beyond that at
 * the node.
 */
final class WholeCall extends ClientCall.Listener<Message> implements Link.ItemExchange {
  /** One more than there should be: a second answer must not pass unseen. */
  private static final int ONE_AND_ANOTHER = 2;

  private final ClientCall<Message, Message> call;
  private final StreamWatch stream;
  private final Answers answers;
  private final Deadline deadline;
  private final Consumer<Reply> onReply;

  private WholeCall(
      ClientCall<Message, Message> call,
      StreamWatch stream,
      Answers answers,
      Duration timeLeft,
      Consumer<Reply> onReply) {
    this.call = call;
    this.stream = stream;
    this.answers = answers;
    this.deadline = Deadline.after(timeLeft.toNanos(), TimeUnit.NANOSECONDS);
    this.onReply = onReply;
  }

  /** Starts a call with one answer; {@code onReply} comes on the channel's executor, once. */
  static Link.Exchange start(
      Channel channel,
      String method,
      Message body,
      Duration timeLeft,
      Metadata headers,
      Consumer<Reply> onReply) {
    StreamWatch stream = new StreamWatch();
    WholeCall whole =
        new WholeCall(
            stream.newCall(channel, MethodType.UNARY, method, timeLeft),
            stream,
            new OneAnswer(),
            timeLeft,
            onReply);
    whole.send(body, headers, ONE_AND_ANOTHER);
    return whole;
  }

  /**
   * Starts a call with one answer, whose caller cancels it when its time is over; {@code onReply}
   * comes on {@code waiting}, once. The node is told of the time. gRPC is not: it would watch it
   * too, on an event loop that each call wakes for that.
   */
  static Link.Exchange start(
      Channel channel,
      MethodDescriptor<Message, Message> method,
      Request request,
      Metadata headers,
      Executor waiting,
      Consumer<Reply> onReply) {
    StreamWatch stream = new StreamWatch();
    WholeCall whole =
        new WholeCall(
            channel.newCall(
                method, CallOptions.DEFAULT.withExecutor(waiting).withStreamTracerFactory(stream)),
            stream,
            new OneAnswer(),
            request.timeLeft(),
            onReply);
    headers.put(WireNames.TIMEOUT, WireNames.timeout(request.timeLeft()));
    whole.send(request.body(), headers, ONE_AND_ANOTHER);
    return whole;
  }

  /** Starts a call with a stream of answers; the listener is told on the channel's executor. */
  static Link.ItemExchange start(
      Channel channel,
      String method,
      Message body,
      Duration timeLeft,
      Metadata headers,
      Link.ItemListener listener) {
    StreamWatch stream = new StreamWatch();
    WholeCall whole =
        new WholeCall(
            stream.newCall(channel, MethodType.SERVER_STREAMING, method, timeLeft),
            stream,
            new ManyAnswers(listener),
            timeLeft,
            listener::ended);
    whole.send(body, headers, 0);
    return whole;
  }

  private void send(Message body, Metadata headers, int wanted) {
    call.start(this, headers);
    if (wanted > 0) {
      call.request(wanted);
    }
    call.sendMessage(body);
    call.halfClose();
  }

  @Override
  public void request(int items) {
    call.request(items);
  }

  @Override
  public void cancel() {
    call.cancel("the caller gave up", null);
  }

  @Override
  public void onHeaders(Metadata headers) {
    answers.headers(headers);
  }

  @Override
  public void onMessage(Message message) {
    answers.accept(message, call);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    // A node that sees first that the time is over has no word for it but a reset.
    boolean late = status.getCode() == Status.Code.CANCELLED && deadline.isExpired();
    onReply.accept(late ? new Reply.Expired() : answers.reply(status, trailers, stream.progress()));
  }
}
