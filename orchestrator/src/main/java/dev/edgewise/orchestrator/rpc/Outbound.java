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
}
