package dev.edgewise.orchestrator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What came on a stream, in order.
 *
 * @param <T> what comes
 */
final class RawStream<T> implements StreamObserver<T> {
  private static final int PATIENCE_SECONDS = 60;

  /** A message, or the end, which has none. */
  private record Event<T>(@Nullable T message, @Nullable Throwable error) {}

  private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();

  @Override
  public void onNext(T message) {
    events.add(new Event<>(message, null));
  }

  @Override
  public void onError(Throwable error) {
    events.add(new Event<>(null, error));
  }

  @Override
  public void onCompleted() {
    events.add(new Event<>(null, null));
  }

  /** The next message for which {@code wanted} holds; those before are dropped. */
  T next(Predicate<T> wanted) throws InterruptedException {
    while (true) {
      Event<T> event = take();
      T message = requireNonNull(event.message(), "the stream ended: " + event.error());
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  /** Waits for the end; what comes before is dropped. */
  void ends() throws InterruptedException {
    Event<T> event = take();
    while (event.message() != null) {
      event = take();
    }
  }

  /** Waits for the end, which has to be one with an error. */
  Throwable error() throws InterruptedException {
    Event<T> event = take();
    while (event.message() != null) {
      event = take();
    }
    return requireNonNull(event.error(), "the stream ended well");
  }

  boolean hasNothing() {
    return events.isEmpty();
  }

  private Event<T> take() throws InterruptedException {
    Event<T> event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(event).as("something within %s s", PATIENCE_SECONDS).isNotNull();
    return requireNonNull(event);
  }
}
