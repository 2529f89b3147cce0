package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One response that is still to come. When its client goes away, what it comes from is told. For
 * one subscriber.
 */
final class LaterResponse implements Publisher<HttpResponse<?>> {
  private static final System.Logger LOG = System.getLogger(LaterResponse.class.getName());
  private static final int ASKED_FOR = 1;
  private static final int HERE = 2;

  private final Runnable onGone;
  private final CompletableFuture<HttpResponse<?>> response;

  /**
   * @param response never fails
   * @param onGone is run when nobody wants the response any more
   */
  LaterResponse(CompletableFuture<HttpResponse<?>> response, Runnable onGone) {
    this.response = requireNonNull(response, "response");
    this.onGone = requireNonNull(onGone, "onGone");
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
            // Also called when the one response was taken; from then on its body is asked.
            if (state.get() != (ASKED_FOR | HERE)) {
              onGone.run();
            }
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
    try {
      subscriber.onNext(response.join());
      subscriber.onComplete();
    } catch (RuntimeException e) {
      // Nobody above would hear of it.
      LOG.log(System.Logger.Level.WARNING, "a response could not be sent: " + e, e);
      onGone.run();
    }
  }
}
