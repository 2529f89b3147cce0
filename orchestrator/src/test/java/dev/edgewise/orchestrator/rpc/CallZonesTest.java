package dev.edgewise.orchestrator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.zone.NodePhase;
import dev.edgewise.orchestrator.zone.ZoneEvent;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.orchestrator.zone.ZoneStatus;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Result;
import dev.edgewise.proto.v1.ZoneThen;
import dev.edgewise.sdk.wire.decision.Explanation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of zones beside a call of {@code shop.v1.Album} that took 2.8 s. */
final class CallZonesTest {
  private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant CALL = START.plusSeconds(184);

  private final World world = new World();
  private final CallZones zones = new CallZones(world, world);

  /** One zone, and the time. */
  private static final class World implements ZoneOverview, Clock {
    Instant now = START;
    final List<ZoneEvent> events = new ArrayList<>();
    NodePhase phase = NodePhase.READY;
    String trouble = "";

    void happens(double seconds, String node, String what, String because) {
      Instant at = CALL.plusMillis(Math.round(seconds * 1_000));
      events.addFirst(new ZoneEvent(at, "west1", node, what, because));
      if (events.size() > ZoneStatus.MOST_EVENTS) {
        events.removeLast();
      }
    }

    @Override
    public List<ZoneStatus> statuses() {
      return List.of(
          new ZoneStatus(
              "west1",
              Trust.OWN,
              0,
              4,
              0,
              0.99,
              1,
              "woken for shop.v1.Album/faces",
              List.of(new ZoneStatus.Node("west1-1", phase, now, "pid 7")),
              Optional.empty(),
              trouble,
              Duration.ofSeconds(3),
              new ZoneStatus.Counts(1, 1, 0, 0),
              0,
              List.of("shop.v1.Album"),
              List.of(),
              events));
    }

    @Override
    public Optional<ZoneStatus> hold(String zone, int nodes, Optional<Duration> time) {
      return Optional.empty();
    }

    @Override
    public Optional<ZoneStatus> release(String zone) {
      return Optional.empty();
    }

    @Override
    public Subscription listen(Consumer<ZoneEvent> listener) {
      return () -> {};
    }

    @Override
    public long nanos() {
      return Duration.between(START, now).toNanos();
    }

    @Override
    public Instant now() {
      return now;
    }
  }

  private static DecisionRecord.Builder call(String method) {
    return DecisionRecord.newBuilder()
        .setId("7k3v9q2m4xw1z")
        .setTime(Timestamps.fromMillis(CALL.toEpochMilli()))
        .setMethod(method)
        .setResult(
            Result.newBuilder().setOutcome("completed").setTook(Durations.fromMillis(2_800)));
  }

  private static List<String> words(DecisionRecord record) {
    return record.getZonesList().stream()
        .flatMap(zone -> zone.getEventsList().stream())
        .map(event -> event.getNode() + " " + event.getWhat())
        .toList();
  }

  @Test
  void what_a_zone_did_around_a_call_stands_beside_it_in_the_order_of_time() {
    world.happens(-60, "west1-0", "has ended", "");
    world.happens(-2, "", "is sized by need again", "an operator asked for it");
    world.happens(0.1, "west1-1", "starts", "woken for shop.v1.Album/faces");
    world.happens(2.7, "west1-1", "is ready after 2.6 s", "");

    DecisionRecord told = zones.beside(call("shop.v1.Album/faces").build());

    assertThat(words(told))
        .containsExactly(
            " is sized by need again", "west1-1 starts", "west1-1 is ready after 2.6 s");
    assertThat(Explanation.of(told).toText())
        .contains(
            "Zones that could take it, as the orchestrator saw them when it heard of the call:",
            "west1: 1 node took calls, at most 4; 1 wanted: woken for shop.v1.Album/faces",
            "12:03:02.000   2 s before the call  is sized by need again: an operator asked",
            "12:03:04.100  100 ms into the call  west1-1 starts: woken for",
            "12:03:06.700   2.7 s into the call  west1-1 is ready after 2.6 s")
        .doesNotContain("west1-0", "not known any more");
    assertThat(Explanation.of(told).toJson())
        .contains("\"zones\":[{\"zone\":\"west1\"", "\"what\":\"is ready after 2.6 s\"");
  }

  @Test
  void what_was_done_soon_after_a_refused_call_is_told_when_it_is_asked_for() {
    DecisionRecord kept = zones.beside(call("shop.v1.Album/faces").build());
    world.now = CALL.plusSeconds(60);
    world.happens(3.2, "west1-1", "starts", "woken for shop.v1.Album/faces");
    world.happens(30, "west1-1", "drains", "nothing is called");

    assertThat(words(kept)).isEmpty();
    assertThat(words(zones.later(kept))).containsExactly("west1-1 starts");
    assertThat(words(zones.later(zones.later(kept)))).containsExactly("west1-1 starts");
    assertThat(Explanation.of(zones.later(kept)).toText()).contains("400 ms after its end");
  }

  @Test
  void a_zone_that_does_not_offer_the_method_is_not_told_of() {
    world.happens(0.1, "west1-1", "starts", "");

    DecisionRecord told = zones.beside(call("shop.v1.Albums/faces").build());

    assertThat(told.getZonesList()).isEmpty();
    assertThat(Explanation.of(told).toText()).doesNotContain("Zones that could");
  }

  @Test
  void what_a_client_says_of_zones_is_not_kept() {
    DecisionRecord forged =
        call("shop.v1.Other/x").addZones(ZoneThen.newBuilder().setZone("mine")).build();

    assertThat(zones.beside(forged).getZonesList()).isEmpty();
  }

  @Test
  void when_more_was_done_than_is_kept_that_is_said() {
    for (int i = 0; i < 30; i++) {
      world.happens(0.05 * i, "west1-" + i, "starts", "");
    }

    DecisionRecord told = zones.beside(call("shop.v1.Album/faces").build());

    assertThat(words(told)).hasSize(CallZones.MOST_EVENTS).endsWith("west1-29 starts");
    assertThat(Explanation.of(told).toText())
        .contains("What was done with it before these is not known any more.");
  }

  @Test
  void an_orchestrator_that_was_started_after_the_call_does_not_know_and_says_so() {
    world.now = CALL.plusSeconds(10);

    DecisionRecord told = new CallZones(world, world).beside(call("shop.v1.Album/faces").build());

    assertThat(Explanation.of(told).toText())
        .contains("What was done with it then is not known any more.");
  }

  @Test
  void a_zone_that_did_nothing_and_one_that_cannot_is_told_of_too() {
    assertThat(Explanation.of(zones.beside(call("shop.v1.Album/faces").build())).toText())
        .contains("Nothing was done with it from 5 s before the call until 3 s after its end.");

    world.now = world.now.plusSeconds(1);
    world.trouble = "5 starts failed within 10 min";
    world.phase = NodePhase.STARTING;
    assertThat(Explanation.of(zones.beside(call("shop.v1.Album/faces").build())).toText())
        .contains("west1: no node took calls, 1 starting, at most 4; starts nothing: 5 starts");
  }

  @Test
  void a_record_without_sense_is_taken_all_the_same() {
    DecisionRecord nonsense =
        call("shop.v1.Album/faces")
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .setResult(
                Result.newBuilder()
                    .setTook(com.google.protobuf.Duration.newBuilder().setNanos(-5).setSeconds(9)))
            .build();
    world.happens(0.1, "west1-1", "starts", "");

    DecisionRecord told = zones.later(zones.beside(nonsense));

    assertThat(told.getZones(0).getIncomplete()).isTrue();
    assertThat(Explanation.of(told).toText()).contains("west1");
    ZoneThen.Event odd =
        ZoneThen.Event.newBuilder()
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(Long.MIN_VALUE))
            .setWhat("\u001bodd")
            .build();
    DecisionRecord odder =
        told.toBuilder().setZones(0, told.getZones(0).toBuilder().addEvents(odd)).build();
    assertThat(Explanation.of(odder).toText()).doesNotContain("\u001b");
  }

  @Test
  void it_is_kept_with_the_record_and_outlives_the_orchestrator(@TempDir Path folder)
      throws Exception {
    world.happens(0.1, "west1-1", "starts", "woken for shop.v1.Album/faces");
    try (DecisionArchive archive = archive(folder)) {
      archive.add(call("shop.v1.Album/faces").build());
    }
    world.events.clear();
    world.now = CALL.plusSeconds(600);
    try (DecisionArchive archive = archive(folder)) {
      assertThat(words(archive.find("7k3v9q2m4xw1z").orElseThrow()))
          .containsExactly("west1-1 starts");
    }
  }

  private DecisionArchive archive(Path folder) {
    return DecisionArchive.open(
        folder, world, world, new SplittableRandom(1), task -> new Thread(task, "decisions"));
  }
}
