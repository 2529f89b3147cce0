package dev.edgewise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScaleWatchTest {
  private static final Instant BEGIN = Instant.parse("2026-11-30T18:00:00Z");

  /** A second passes with each look at the monotonic time, of which there is one a round. */
  private static final class Ticking implements Clock {
    private long seconds;

    @Override
    public long nanos() {
      return Duration.ofSeconds(seconds++).toNanos();
    }

    @Override
    public Instant now() {
      return BEGIN.plusSeconds(seconds);
    }
  }

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Clock clock = new Ticking();
  private final Shell shell =
      new Shell(
          new PrintStream(said, true, StandardCharsets.UTF_8),
          new PrintStream(said, true, StandardCharsets.UTF_8),
          InputStream.nullInputStream(),
          Path.of(""),
          Optional.empty(),
          clock,
          new Random(1),
          Map.of());
  private final List<ZoneReport.Event> events = new ArrayList<>();
  private List<ZoneReport.Node> nodes = List.of();
  private double cost;
  private boolean silent;
  private final ScaleWatch watch = new ScaleWatch(shell, this::zones, new DemoFeed(clock));

  private List<ZoneReport> zones() {
    if (silent) {
      throw EdgewiseException.of(ErrorCode.UNREACHABLE, "nobody answers");
    }
    return List.of(
        new ZoneReport(
            "west1",
            "own",
            0,
            4,
            0,
            0.99,
            0,
            "",
            nodes,
            Optional.empty(),
            "",
            Duration.ofSeconds(2),
            new ZoneReport.Counts(0, 0, 0, 0),
            cost,
            List.of("Tickets"),
            List.of(),
            List.copyOf(events).reversed(),
            "{}"));
  }

  private void happens(long second, String node, String what, String because) {
    events.add(
        new ZoneReport.Event(
            Optional.of(BEGIN.plusSeconds(second)), "west1", node, what, because, "{}"));
  }

  private static ZoneReport.Node node(String name, String phase, long since) {
    return new ZoneReport.Node(name, phase, Optional.of(BEGIN.plusSeconds(since)), "");
  }

  private void look() throws InterruptedException {
    boolean unused = watch.until(0, zone -> true, () -> {});
  }

  private String told() {
    String text = said.toString(StandardCharsets.UTF_8);
    said.reset();
    return text;
  }

  @Test
  void what_the_zone_does_is_told_once_with_its_reason_and_nothing_of_before() throws Exception {
    happens(0, "west1-1", "starts", "started once to learn what it offers");
    watch.begin();
    happens(5, "west1-2", "starts", "woken for Tickets/buy");
    happens(6, "", "starts nothing for 10 min", "five starts failed");
    look();
    look();

    assertThat(told().lines().filter(line -> !line.contains("cost")))
        .containsExactly(
            "edgewise:         west1-2 starts: woken for Tickets/buy",
            "edgewise:         west1 starts nothing for 10 min: five starts failed");
    assertThat(watch.events())
        .extracting(ScaleReport.Event::node, ScaleReport.Event::because)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("west1-2", "woken for Tickets/buy"),
            org.assertj.core.groups.Tuple.tuple("", "five starts failed"));
  }

  @Test
  void how_things_are_is_one_line() throws Exception {
    watch.begin();
    watch.load(60);
    nodes = List.of(node("west1-2", "ready", 0), node("west1-3", "starting", 3));
    cost = 0.0123;
    look();

    assertThat(told())
        .contains("60 orders/s", "1 ready, 1 starting", "cost 0.0123")
        .doesNotContain("on time");
    nodes = List.of();
    watch.load(0);
    look();
    assertThat(told()).contains("nobody comes", "no node");
  }

  @Test
  void the_slowest_start_is_of_a_node_that_was_seen_to_start() throws Exception {
    watch.begin();
    assertThat(watch.slowestStartMillis()).isEqualTo(ScaleReport.NEVER);
    nodes = List.of(node("west1-2", "ready", 0), node("west1-3", "starting", 3));
    look();
    nodes = List.of(node("west1-2", "ready", 0), node("west1-3", "ready", 5));
    look();

    assertThat(watch.slowestStartMillis()).isEqualTo(2_000);
  }

  @Test
  void an_orchestrator_that_does_not_answer_is_asked_again() throws Exception {
    watch.begin();
    silent = true;

    assertThat(watch.until(2_000, zone -> true, () -> {})).isFalse();
    silent = false;
    assertThat(watch.until(2_000, zone -> true, () -> {})).isTrue();
  }
}
