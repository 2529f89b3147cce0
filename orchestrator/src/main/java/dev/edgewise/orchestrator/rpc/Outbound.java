package dev.edgewise.orchestrator.rpc;

import io.grpc.stub.ServerCallStreamObserver;

/**
 * The sending half of a stream. gRPC wants one caller at a time, and messages come from the fleet's
 * thread and the end from the transport's.
 *
 * @param <T> what is sent
 */
final class Outbound<T> {
  private final ServerCallStreamObserver<T> observer;
  private boolean ended;
  private boolean owesMore;

  Outbound(ServerCallStreamObserver<T> observer) {
    this.observer = observer;
  }

  synchronized void send(T message) {
    if (!ended) {
      observer.onNext(message);
    }
  }

  /** Says a last word and ends the stream. */
  synchronized void end(T lastWord) {
    send(lastWord);
    end();
  }

  synchronized void end() {
    if (!ended) {
      ended = true;
      observer.onCompleted();
    }
  }

  /** The stream is gone: nothing can be sent any more. */
  synchronized void cancelled() {
    ended = true;
  }

  synchronized boolean isReady() {
    return !ended && observer.isReady();
  }

  /** Asks for the next message of the other side. */
  void more() {
    observer.request(1);
  }

  /**
   * Asks for the next message when the answers so far are on their way: who sends and does not read
   * waits for itself, and no answers pile up.
   */
  synchronized void moreWhenReady() {
    owesMore = true;
    ready();
  }

  /** The transport may be able to take messages again. */
  synchronized void ready() {
    if (owesMore && observer.isReady()) {
      owesMore = false;
      observer.request(1);
    }
  }
}
