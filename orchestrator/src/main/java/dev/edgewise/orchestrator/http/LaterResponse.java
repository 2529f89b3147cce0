package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One response that is still to come. When its client goes away, what it comes from is cancelled.
 * For one subscriber.
 *
 * @param <T> what the response is made of
 */
final class LaterResponse<T> implements Publisher<HttpResponse<?>> {
  private static final int ASKED_FOR = 1;
  private static final int HERE = 2;

  private final CompletableFuture<T> source;
  private final CompletableFuture<HttpResponse<?>> response;

  /**
   * @param source is cancelled when nobody wants the response any more
   * @param response made of it; never fails
   */
  LaterResponse(CompletableFuture<T> source, CompletableFuture<HttpResponse<?>> response) {
    this.source = requireNonNull(source, "source");
    this.response = requireNonNull(response, "response");
  }

  @Override
  public void subscribe(Subscriber<? super HttpResponse<?>> subscriber) {
    AtomicInteger state = new AtomicInteger();
    subscriber.onSubscribe(
        new Subscription() {
          @Override
          public void request(long more) {
            if (more > 0 && state.getAndUpdate(now -> now | ASKED_FOR) == HERE) {
              send(subscriber);
            }
          }

          @Override
          public void cancel() {
            source.cancel(true);
          }
        });
    CompletableFuture<Void> _ =
        response.thenAccept(
            _ -> {
              if (state.getAndUpdate(now -> now | HERE) == ASKED_FOR) {
                send(subscriber);
              }
            });
  }

  private void send(Subscriber<? super HttpResponse<?>> subscriber) {
    subscriber.onNext(response.join());
    subscriber.onComplete();
  }
}
