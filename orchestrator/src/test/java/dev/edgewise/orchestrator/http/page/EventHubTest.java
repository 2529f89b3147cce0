package dev.edgewise.orchestrator.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import dev.edgewise.orchestrator.overview.Client;
import dev.edgewise.orchestrator.registry.Publication;
import dev.edgewise.orchestrator.rpc.DecisionArchive;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import dev.edgewise.orchestrator.rpc.OperatorView;
import dev.edgewise.orchestrator.rpc.ReportedCalls;
import dev.edgewise.orchestrator.traffic.TrafficWindows;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Decisions;
import io.micronaut.http.sse.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

final class EventHubTest {
  private final Time time = new Time();
  private final FakeFleet fleet = new FakeFleet();
  private final DecisionArchive archive;
  private final ReportedCalls reports;
  private final EventHub hub;
  private final List<String> got = new ArrayList<>();
  private String pictures = "none";
  private Optional<String> zones = Optional.empty();

  EventHubTest(@TempDir Path folder) {
    TrafficWindows windows = new TrafficWindows(time, 10, 10);
    archive =
        DecisionArchive.open(
            folder,
            ZoneOverview.none(),
            time,
            new SplittableRandom(1),
            task -> new Thread(task, "decisions"));
    reports = new ReportedCalls(windows, archive);
    hub =
        new EventHub(
            new OperatorView(
                fleet, windows, reports, archive, Publication.none(), time, "1", () -> 7400),
            () -> pictures,
            () -> zones,
            time,
            time);
  }

  @AfterEach
  void close() {
    hub.close();
    archive.close();
  }

  @Test
  void a_quiet_fleet_is_told_of_often_enough_to_notice_silence() {
    EventStream stream = listen();
    got.clear();
    time.pass(Duration.ofSeconds(60));
    assertThat(got).allMatch("fleet"::equals).hasSizeBetween(30, 60);
    stream.cancel();
  }

  @Test
  void a_busy_fleet_is_told_of_twice_a_second_at_most() {
    EventStream stream = listen();
    got.clear();
    for (int i = 0; i < 1_000; i++) {
      fleet.changed();
      time.pass(Duration.ofMillis(10));
    }
    assertThat(got).hasSizeBetween(18, 20);
    stream.cancel();
  }

  @Test
  void the_beginning_is_the_whole_picture_and_then_decisions_come_in_batches() {
    ship("old", 3);
    EventStream stream = listen();
    assertThat(got).containsExactly("fleet", "decisions", "pictures");
    got.clear();
    ship("new", 1_000);
    time.pass(Duration.ofMillis(500));
    assertThat(got.stream().filter("decisions"::equals)).hasSize(1);
    time.pass(Duration.ofSeconds(5));
    assertThat(got.stream().filter("decisions"::equals)).as("the rest was missed").hasSize(1);
    stream.cancel();
  }

  @Test
  void pictures_are_told_when_they_are_others_and_not_again() {
    EventStream stream = listen();
    got.clear();
    pictures = "one";
    time.pass(Duration.ofSeconds(10));
    assertThat(got.stream().filter("pictures"::equals)).hasSize(1);
    pictures = "none";
    time.pass(Duration.ofMillis(500));
    assertThat(got.stream().filter("pictures"::equals)).as("one has gone").hasSize(2);
    stream.cancel();
  }

  @Test
  void zones_are_told_with_the_fleet_where_there_are_any() {
    EventStream without = listen();
    time.pass(Duration.ofSeconds(5));
    assertThat(got).doesNotContain("zones");
    without.cancel();

    zones = Optional.of("{}");
    got.clear();
    EventStream stream = listen();
    assertThat(got).containsExactly("fleet", "zones", "decisions", "pictures");
    got.clear();
    time.pass(Duration.ofSeconds(60));
    assertThat(got.stream().filter("zones"::equals))
        .hasSize((int) got.stream().filter("fleet"::equals).count());
    stream.cancel();
  }

  @Test
  void nobody_is_told_when_nobody_listens_and_a_later_listener_is() {
    EventStream first = listen();
    first.cancel();
    got.clear();
    time.pass(Duration.ofSeconds(10));
    assertThat(got).isEmpty();
    assertThat(time.waiting()).as("no timer runs for nobody").isZero();
    EventStream second = listen();
    time.pass(Duration.ofSeconds(10));
    assertThat(got).hasSizeGreaterThan(5);
    second.cancel();
  }

  @Test
  void listeners_that_come_and_go_start_no_second_timer() {
    for (int i = 0; i < 100; i++) {
      listen().cancel();
    }
    EventStream stream = listen();
    assertThat(time.waiting()).isEqualTo(1);
    stream.cancel();
  }

  private void ship(String prefix, int count) {
    Decisions.Builder decisions = Decisions.newBuilder();
    for (int i = 0; i < count; i++) {
      decisions.addRecords(DecisionRecord.newBuilder().setId(prefix + i).setMethod("s/m"));
    }
    reports.decisions(1, new Client("till", "", ""), decisions.build());
  }

  private EventStream listen() {
    EventStream stream = hub.listen().orElseThrow();
    stream.subscribe(
        new Subscriber<>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(Event<String> event) {
            got.add(event.getName());
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
    return stream;
  }

  /** Time that passes when it is told to, and what waits for it. */
  private static final class Time implements Clock, Scheduler {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long now = 1_000_000_000L;

    private record Task(long at, Runnable action) implements Comparable<Task> {
      @Override
      public int compareTo(Task other) {
        return Long.compare(at, other.at);
      }
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public Instant now() {
      return Instant.ofEpochSecond(0, now);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable action) {
      Task task = new Task(now + delay.toNanos(), action);
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    int waiting() {
      return tasks.size();
    }

    void pass(Duration duration) {
      long end = now + duration.toNanos();
      for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
        tasks.remove();
        now = next.at();
        next.action().run();
      }
      now = end;
    }
  }
}
