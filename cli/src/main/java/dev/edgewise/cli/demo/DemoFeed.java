package dev.edgewise.cli.demo;

import com.google.gson.JsonParseException;
import dev.edgewise.cli.demo.DemoEvent.Call;
import dev.edgewise.cli.demo.DemoEvent.Trouble;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the application has told so far. Thread-safe. */
final class DemoFeed {
  private final Clock clock;
  private final List<DemoEvent> events = new ArrayList<>();

  DemoFeed(Clock clock) {
    this.clock = clock;
  }

  /** Takes a line that the application printed; one that is not an event is trouble. */
  void line(String line) {
    DemoEvent event;
    try {
      event = DemoEvent.parse(line);
    } catch (JsonParseException | IllegalStateException e) {
      event = new Trouble("the application printed something unexpected: " + Text.line(line, 200));
    }
    synchronized (this) {
      events.add(event);
      notifyAll();
    }
  }

  /** All events of a kind so far, in the order in which they came. */
  synchronized <E extends DemoEvent> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The calls under load so far. */
  List<Call> calls() {
    return all(Call.class);
  }

  Optional<Trouble> trouble() {
    return all(Trouble.class).stream().findFirst();
  }

  /** Waits until something holds of what was told; answers whether it came to hold in time. */
  synchronized boolean await(long millis, Predicate<DemoFeed> condition)
      throws InterruptedException {
    long end = clock.nanos() + millis * 1_000_000;
    while (!condition.test(this)) {
      long left = (end - clock.nanos()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      // A condition may also depend on time, so it is looked at now and then without news.
      wait(Math.min(left, 100));
    }
    return true;
  }
}
