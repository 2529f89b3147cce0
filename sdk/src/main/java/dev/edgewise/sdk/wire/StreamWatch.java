package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.spi.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sees how far the stream of one call comes: only the stream knows whether anything left this
 * machine. Retries are off, so there is one at most.
 */
final class StreamWatch extends ClientStreamTracer.Factory {
  private volatile boolean sent;
  private volatile boolean answered;

  /** A call whose stream this watches. */
  ClientCall<Message, Message> newCall(
      Channel channel, MethodType type, String method, Duration timeLeft) {
    return channel.newCall(
        MessageMarshaller.method(type, method),
        CallOptions.DEFAULT
            .withDeadlineAfter(timeLeft.toNanos(), TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(this));
  }

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
