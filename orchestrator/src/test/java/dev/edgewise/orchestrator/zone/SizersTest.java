package dev.edgewise.orchestrator.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import dev.edgewise.orchestrator.scale.Advice;
import dev.edgewise.orchestrator.scale.Habits;
import dev.edgewise.orchestrator.scale.MethodDemand;
import dev.edgewise.orchestrator.scale.ScaleRule;
import dev.edgewise.orchestrator.scale.ZoneScaler;
import dev.edgewise.orchestrator.scale.ZoneSignals;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What scalers learn, from one process to the next; the keeper is stepped by hand. */
final class SizersTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T00:00:00Z");

  private final Time time = new Time();
  private final ZoneKeeperTest.Store store = new ZoneKeeperTest.Store();

  private static final class Time implements Clock {
    private long seconds;

    @Override
    public long nanos() {
      return seconds * 1_000_000_000L;
    }

    @Override
    public Instant now() {
      return MONDAY.plusSeconds(seconds);
    }
  }

  private ZoneKeeper keeper() {
    return new ZoneKeeper(
        List.of(World.template("west1", 0, 2, 0), World.template("east1", 0, 2, 0)),
        false,
        new FakeFleet(),
        new ZoneKeeperTest.Backend(),
        store,
        service -> Map.of(),
        4,
        time,
        new SplittableRandom(5));
  }

  private void passes(ZoneKeeper keeper, int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.seconds++;
      keeper.turn(null);
    }
  }

  private List<ZoneChange.PutHabits> kept() {
    return store.changes.stream()
        .filter(ZoneChange.PutHabits.class::isInstance)
        .map(ZoneChange.PutHabits.class::cast)
        .toList();
  }

  /** Of one method that was called for so many minutes. */
  private static Habits habits(int minutes) {
    ZoneScaler scaler = new ZoneScaler(ScaleRule.of(0, 2));
    for (int minute = 1; minute <= minutes; minute++) {
      Advice unused =
          scaler.advise(
              new ZoneSignals(
                  minute * 60_000_000_000L,
                  MONDAY.minus(Duration.ofDays(1)).plusSeconds(minute * 60L),
                  1,
                  0,
                  0,
                  4,
                  Duration.ofSeconds(2),
                  0,
                  List.of(new MethodDemand("m", 3, 0.1, 1, Duration.ofSeconds(2), 1, 0))));
    }
    return scaler.habits();
  }

  @Test
  void what_was_learned_is_kept_once_a_minute() {
    ZoneKeeper keeper = keeper();
    passes(keeper, 60);
    assertThat(kept()).isEmpty();
    passes(keeper, 2);
    assertThat(kept())
        .extracting(ZoneChange.PutHabits::zone)
        .containsExactlyInAnyOrder("west1", "east1");
    passes(keeper, 58);
    assertThat(kept()).hasSize(2);
    passes(keeper, 4);
    assertThat(kept()).hasSize(4);
  }

  @Test
  void what_could_not_be_kept_is_kept_as_soon_as_it_can_be() {
    ZoneKeeper keeper = keeper();
    store.broken = true;
    passes(keeper, 70);
    assertThat(kept()).isEmpty();
    store.broken = false;
    passes(keeper, 60);
    assertThat(kept()).extracting(ZoneChange.PutHabits::zone).contains("west1", "east1");
  }

  @Test
  void a_scaler_goes_on_with_what_the_one_before_has_learned() {
    store.stored = new StoredZones(List.of(), List.of(), Map.of("west1", habits(200)));
    passes(keeper(), 70);

    String west = habitsOf("west1").toString();
    assertThat(west).isEqualTo(habits(200).toString()).contains("of 1 methods");
    assertThat(habitsOf("east1").toString()).contains("of 0 times").contains("of 0 methods");
  }

  private Habits habitsOf(String zone) {
    return kept().stream()
        .filter(each -> each.zone().equals(zone))
        .map(ZoneChange.PutHabits::habits)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void nothing_is_written_where_nothing_was_learned() {
    Sizers sizers =
        new Sizers(
            List.of(World.template("west1", 0, 2, 0)),
            Map.of("west1", habits(10)),
            service -> Map.of(),
            4);
    assertThat(sizers.learned()).isEmpty();
  }

  @Test
  void it_is_kept_when_the_keeper_stops() {
    ZoneKeeper keeper = keeper();
    passes(keeper, 5);
    keeper.begin(() -> new TrafficPicture(Map.of(), Map.of(), Map.of(), 0, 0));
    keeper.close();
    assertThat(kept()).extracting(ZoneChange.PutHabits::zone).contains("west1", "east1");
  }
}
