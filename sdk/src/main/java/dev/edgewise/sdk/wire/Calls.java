package dev.edgewise.sdk.wire;

import dev.edgewise.core.CacheTexts;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Starts calls on a channel: whole or in chunks, of one answer or many, or a leg of a generation.
 */
final class Calls {
  private Calls() {}

  /** The reply to a request that is not worth sending. */
  static Optional<Reply> refusal(Request request) {
    if (request.body().size() > Message.LARGEST) {
      return Optional.of(
          new Reply.Failed(
              ErrorCode.TOO_LARGE,
              "the request of "
                  + request.method()
                  + " has "
                  + request.body().size()
                  + " bytes, and a message may have "
                  + Message.LARGEST
                  + ". Nothing was sent. Send it in parts, one call each, or leave it where the"
                  + " node can fetch it and send its address",
              Optional.empty()));
    }
    return request.timeLeft().isNegative() || request.timeLeft().isZero()
        ? Optional.of(new Reply.Expired())
        : Optional.empty();
  }

  /**
   * Starts a call with one answer, which ends by itself when its time is over; {@code onReply}
   * comes on the channel's executor, once.
   */
  static Link.Exchange start(Channel channel, Request request, Consumer<Reply> onReply) {
    return isLarge(request)
        ? ChunkedCall.start(channel, request, headers(request), onReply)
        : WholeCall.start(
            channel,
            request.method(),
            request.body(),
            request.timeLeft(),
            headers(request),
            onReply);
  }

  /**
   * Starts a call with one answer, whose caller cancels it when its time is over; {@code onReply}
   * comes on {@code waiting}, or where it comes in chunks on the channel's executor, once.
   */
  static Link.Exchange start(
      Channel channel,
      MethodDescriptor<Message, Message> method,
      Request request,
      Executor waiting,
      Consumer<Reply> onReply) {
    return isLarge(request)
        ? ChunkedCall.start(channel, request, headers(request), onReply)
        : WholeCall.start(channel, method, request, headers(request), waiting, onReply);
  }

  /** Starts a call with a stream of answers; the listener is told on the channel's executor. */
  static Link.ItemExchange start(Channel channel, Request request, Link.ItemListener listener) {
    if (isLarge(request)) {
      return ChunkedCall.start(channel, request, headers(request), listener);
    }
    return request.generation().isPresent()
        ? RunCall.start(channel, request, request.generation().get(), listener)
        : plainStream(channel, request, listener);
  }

  /** The same for a call that goes on nowhere else. */
  static Link.ItemExchange plainStream(
      Channel channel, Request request, Link.ItemListener listener) {
    return WholeCall.start(
        channel, request.method(), request.body(), request.timeLeft(), headers(request), listener);
  }

  private static boolean isLarge(Request request) {
    return request.body().size() > ChunkFrame.THRESHOLD;
  }

  /** What a node is told beside the message; made anew for each call, since gRPC changes it. */
  static Metadata headers(Request request) {
    Metadata headers = new Metadata();
    headers.put(WireNames.CHUNKS, WireNames.IN_CHUNKS);
    headers.put(WireNames.LABEL, Protos.labelText(request.label()));
    headers.put(WireNames.DECISION, request.decisionId());
    headers.put(WireNames.TRACEPARENT, request.trace().traceparent());
    if (!request.tenant().isEmpty()) {
      headers.put(WireNames.TENANT, request.tenant());
    }
    String control = CacheTexts.text(request.cacheControl());
    if (!control.isEmpty()) {
      headers.put(WireNames.CACHE_CONTROL, control);
    }
    return headers;
  }
}
