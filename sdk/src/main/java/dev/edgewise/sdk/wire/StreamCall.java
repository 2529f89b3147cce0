package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.invoke.Link;
import dev.edgewise.sdk.invoke.Request;
import dev.edgewise.sdk.spi.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One call of a streaming method on a channel. What was not asked for waits in HTTP/2's window of
 * this stream, which gRPC lets grow from 1 MiB to at most 8, and beyond that at the node.
 */
final class StreamCall extends ClientCall.Listener<Message> implements Link.ItemExchange {
  private final ClientCall<Message, Message> call;
  private final StreamWatch stream;
  private final Link.ItemListener listener;
  private final ManyAnswers answers;

  private StreamCall(
      ClientCall<Message, Message> call, StreamWatch stream, Link.ItemListener listener) {
    this.call = call;
    this.stream = stream;
    this.listener = listener;
    this.answers = new ManyAnswers(listener);
  }

  /** Starts a call; the listener is told on the channel's executor. */
  static Link.ItemExchange start(
      Channel channel, Request request, Metadata headers, Link.ItemListener listener) {
    return start(channel, request.method(), request.body(), request.timeLeft(), headers, listener);
  }

  /** Starts a call of that method with that message. */
  static Link.ItemExchange start(
      Channel channel,
      String method,
      Message body,
      Duration timeLeft,
      Metadata headers,
      Link.ItemListener listener) {
    StreamWatch stream = new StreamWatch();
    ClientCall<Message, Message> call =
        channel.newCall(
            MessageMarshaller.method(MethodType.SERVER_STREAMING, method),
            CallOptions.DEFAULT
                .withDeadlineAfter(timeLeft.toNanos(), TimeUnit.NANOSECONDS)
                .withStreamTracerFactory(stream));
    StreamCall started = new StreamCall(call, stream, listener);
    call.start(started, headers);
    call.sendMessage(body);
    call.halfClose();
    return started;
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
    listener.ended(answers.reply(status, trailers, stream.progress()));
  }
}
