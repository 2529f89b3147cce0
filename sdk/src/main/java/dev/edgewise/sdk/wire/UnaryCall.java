package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.invoke.Link;
import dev.edgewise.sdk.invoke.Reply;
import dev.edgewise.sdk.spi.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One unary call on a channel: a message out, one {@link Reply} back. */
final class UnaryCall extends ClientCall.Listener<Message> implements Link.Exchange {
  private final ClientCall<Message, Message> call;
  private final StreamWatch stream;
  private final Consumer<Reply> onReply;
  private final OneAnswer answer = new OneAnswer();

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
  public void onHeaders(Metadata headers) {
    answer.headers(headers);
  }

  @Override
  public void onMessage(Message message) {
    answer.accept(message, call);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    onReply.accept(answer.reply(status, trailers, stream.progress()));
  }
}
