package dev.edgewise.samples.season;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.samples.season.Season.Day;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.testkit.TestFleet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SeasonTest {
  private static final int DAYS = 60;

  /** The season as one node alone would tell it. */
  private static List<Day> told(long luck, int stock) {
    List<Day> days = new ArrayList<>();
    Ledger ledger = Ledger.opened(stock);
    while (ledger.day() < DAYS) {
      Day day = ledger.trade(luck);
      days.add(day);
      ledger = ledger.after(day, 1);
    }
    return days;
  }

  @Test
  void a_season_goes_on_on_another_node_when_its_node_is_killed() {
    try (TestFleet fleet =
        TestFleet.builder().edge("edge-1").edge("edge-2").host(Season.class).start()) {
      fleet.node("edge-2").crash();
      List<Day> days = new ArrayList<>();
      try (Stream<Day> season = fleet.edgewise().client(Season.class).simulate(DAYS, 3_000)) {
        Iterator<Day> read = season.iterator();
        while (days.size() < 20) {
          days.add(read.next());
        }
        fleet.node("edge-2").heal();
        fleet.edgewise().refresh();
        fleet.node("edge-1").crash();
        read.forEachRemaining(days::add);
      }

      assertThat(days).isEqualTo(told(days.get(0).luck(), 3_000));
      CallRecord.Result result = fleet.records().get(0).result();
      assertThat(result.node())
          .hasValueSatisfying(node -> assertThat(node.name()).isEqualTo("edge-2"));
    }
  }

  @Test
  void a_season_alone_is_told_from_its_beginning() {
    List<Day> days = new ShopSeason().simulate(DAYS, 3_000).toList();
    assertThat(days).isEqualTo(told(days.get(0).luck(), 3_000));
    assertThat(days.get(DAYS - 1).stock()).isZero();
  }

  @Test
  void an_evening_is_read_as_it_was_written_and_what_is_none_is_refused() {
    Ledger evening = new Ledger(17, 4_711, 123_456_789_012L);
    assertThat(Ledger.FORMAT.write(evening).remaining())
        .isEqualTo((int) Ledger.FORMAT.size(evening));
    assertThat(Ledger.FORMAT.read(Ledger.FORMAT.write(evening))).isEqualTo(evening);
    assertThatThrownBy(() -> Ledger.FORMAT.read(ByteBuffer.allocate(15)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void says_what_is_wrong_with_an_order() {
    try (TestFleet fleet = TestFleet.builder().edge("edge-1").host(Season.class).start()) {
      Season season = fleet.edgewise().client(Season.class);
      assertThatThrownBy(() -> season.simulate(0, 1).toList())
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("1 to 3650");
      assertThat(requireNonNull(season).simulate(1, 0)).hasSize(1);
    }
  }
}
