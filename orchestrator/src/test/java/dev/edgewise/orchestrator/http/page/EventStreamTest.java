package dev.edgewise.orchestrator.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.sse.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

final class EventStreamTest {
  private final List<String> got = new ArrayList<>();
  private final List<EventStream> ended = new ArrayList<>();
  private final EventStream stream = new EventStream(ended::add);

  @Test
  void a_listener_gets_the_beginning_first() {
    stream.begin(event("a"));
    stream.begin(event("b"));
    stream.fleet(event("c"));
    listen(Long.MAX_VALUE);
    assertThat(got).containsExactly("a", "b", "c");
  }

  @Test
  void of_each_kind_only_the_newest_waits_for_a_slow_listener() {
    listen(1);
    for (int i = 0; i < 1_000; i++) {
      stream.fleet(event("fleet" + i));
    }
    assertThat(got).containsExactly("fleet0");
    stream.pictures(event("none"));
    stream.pictures(event("pictures"));
    assertThat(stream.wantsDecisions()).isTrue();
    stream.decisions(event("decisions"));
    assertThat(stream.wantsDecisions()).isFalse();
    stream.request(5);
    assertThat(got).containsExactly("fleet0", "fleet999", "pictures", "decisions");
    assertThat(stream.wantsDecisions()).isTrue();
  }

  @Test
  void nothing_is_sent_after_the_end_and_the_end_is_told_once() {
    listen(Long.MAX_VALUE);
    stream.cancel();
    stream.cancel();
    stream.end();
    stream.fleet(event("late"));
    assertThat(got).isEmpty();
    assertThat(ended).containsExactly(stream);
    assertThat(stream.wantsDecisions()).isFalse();
  }

  @Test
  void the_server_can_end_it() {
    listen(Long.MAX_VALUE);
    stream.end();
    assertThat(got).containsExactly("complete");
    assertThat(ended).containsExactly(stream);
  }

  private static Event<String> event(String data) {
    return Event.of(data);
  }

  private void listen(long demand) {
    stream.subscribe(
        new Subscriber<>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscription.request(demand);
          }

          @Override
          public void onNext(Event<String> event) {
            got.add(event.getData());
          }

          @Override
          public void onError(Throwable error) {
            got.add("error");
          }

          @Override
          public void onComplete() {
            got.add("complete");
          }
        });
  }
}
