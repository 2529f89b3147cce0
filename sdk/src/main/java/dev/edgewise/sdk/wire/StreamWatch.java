package dev.edgewise.sdk.wire;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Sees how far the stream of one call comes: only the stream knows whether anything left this
 * machine. Retries are off, so there is one at most.
 */
final class StreamWatch extends ClientStreamTracer.Factory {
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
