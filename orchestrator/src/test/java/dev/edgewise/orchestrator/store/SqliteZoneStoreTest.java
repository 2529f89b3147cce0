package dev.edgewise.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Figures;
import dev.edgewise.orchestrator.node.Machine;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.rpc.Registrations;
import dev.edgewise.orchestrator.scale.Advice;
import dev.edgewise.orchestrator.scale.Habits;
import dev.edgewise.orchestrator.scale.MethodDemand;
import dev.edgewise.orchestrator.scale.ScaleRule;
import dev.edgewise.orchestrator.scale.ZoneScaler;
import dev.edgewise.orchestrator.scale.ZoneSignals;
import dev.edgewise.orchestrator.zone.NodePhase;
import dev.edgewise.orchestrator.zone.StoredZone;
import dev.edgewise.orchestrator.zone.StoredZoneNode;
import dev.edgewise.orchestrator.zone.StoredZones;
import dev.edgewise.orchestrator.zone.ZoneChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteZoneStoreTest {
  private static final Registration PROFILE =
      new Registration(
          new Node("west1-1", Tier.CLOUD, new Site("west1", Trust.OWN)),
          "127.0.0.1:7501",
          "0.1.0",
          List.of(),
          List.of(new OfferedService("shop.v1.Vision", List.of("index"), Bytes.of(new byte[] {4}))),
          List.of(),
          new Machine("linux", "amd64", 4, 8L << 30, List.of()),
          List.of(new Accelerator("gpu", "NVIDIA T4", 16_000_000_000L, false)),
          Figures.unknown(),
          false);

  private final Path folder;

  SqliteZoneStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private SqliteZoneStore open() {
    return SqliteZoneStore.open(folder.resolve("zones.db"), new Registrations());
  }

  @Test
  void what_was_committed_is_there_after_a_restart() {
    StoredZone west =
        new StoredZone(
            "west1",
            17,
            Duration.ofMillis(1_900),
            "jars of today",
            Optional.of(PROFILE),
            Optional.of(
                new StoredZone.Hold(0, Optional.of(Instant.parse("2026-11-30T15:00:00Z")))));
    StoredZone east =
        new StoredZone(
            "east1",
            0,
            Duration.ZERO,
            "",
            Optional.empty(),
            Optional.of(new StoredZone.Hold(2, Optional.empty())));
    StoredZoneNode ready =
        new StoredZoneNode("west1-17", "west1", NodePhase.READY, true, "pid 4711", 12);
    StoredZoneNode over =
        new StoredZoneNode("west1-16", "west1", NodePhase.ENDING, false, "pid 4710", 11);
    try (SqliteZoneStore store = open()) {
      assertThat(store.load()).isEqualTo(StoredZones.empty());
      store.commit(
          List.of(
              new ZoneChange.PutZone(StoredZone.unknown("west1")),
              new ZoneChange.PutZone(west),
              new ZoneChange.PutZone(east),
              new ZoneChange.PutNode(over),
              new ZoneChange.PutNode(ready),
              new ZoneChange.DropNode("west1-16")));
    }
    try (SqliteZoneStore store = open()) {
      assertThat(store.load())
          .isEqualTo(new StoredZones(List.of(east, west), List.of(ready), Map.of()));
    }
  }

  @Test
  void a_file_of_another_program_is_left_as_it_is() throws IOException {
    Files.writeString(folder.resolve("zones.db"), "no database at all, but long enough to be one");
    assertThatThrownBy(this::open).hasMessageContaining("zones.db").hasMessageContaining("move");
    assertThat(folder.resolve("zones.db"))
        .hasContent("no database at all, but long enough to be one");
  }

  private static Habits habits(int minutes) {
    ZoneScaler scaler = new ZoneScaler(ScaleRule.of(0, 4));
    Instant monday = Instant.parse("2026-11-30T00:00:00Z");
    for (int minute = 1; minute <= minutes; minute++) {
      Advice unused =
          scaler.advise(
              new ZoneSignals(
                  minute * 60_000_000_000L,
                  monday.plusSeconds(minute * 60L),
                  1,
                  0,
                  0,
                  4,
                  Duration.ofSeconds(2),
                  0,
                  List.of(
                      new MethodDemand(
                          "shop.v1.Vision/index", 3, 0.1, 1, Duration.ofSeconds(2), 1, 0))));
    }
    return scaler.habits();
  }

  private void write(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("zones.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void what_a_scaler_has_learned_is_there_after_a_restart_and_the_newest_counts() {
    try (SqliteZoneStore store = open()) {
      store.commit(
          List.of(
              new ZoneChange.PutHabits("west1", habits(20)),
              new ZoneChange.PutHabits("east1", habits(30))));
      store.commit(List.of(new ZoneChange.PutHabits("west1", habits(40))));
    }
    try (SqliteZoneStore store = open()) {
      assertThat(store.load().habits()).isEqualTo(Map.of("west1", habits(40), "east1", habits(30)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "x'00'",
        "x''",
        "zeroblob(100000)",
        "x'02' || substr(learned, 2)",
        "CAST(substr(learned, 1, 5000) || x'ff' || substr(learned, 5002) AS BLOB)"
      })
  void what_was_learned_and_cannot_be_read_is_forgotten_and_all_else_is_there(String damaged)
      throws SQLException {
    try (SqliteZoneStore store = open()) {
      store.commit(
          List.of(
              new ZoneChange.PutZone(StoredZone.unknown("west1")),
              new ZoneChange.PutHabits("west1", habits(20)),
              new ZoneChange.PutHabits("east1", habits(30))));
    }
    write("UPDATE zone_habits SET learned = CAST(" + damaged + " AS BLOB) WHERE zone = 'west1'");
    try (SqliteZoneStore store = open()) {
      StoredZones loaded = store.load();
      assertThat(loaded.zones()).containsExactly(StoredZone.unknown("west1"));
      assertThat(loaded.habits()).isEqualTo(Map.of("east1", habits(30)));
      store.commit(List.of(new ZoneChange.PutHabits("west1", habits(50))));
      assertThat(store.load().habits()).containsEntry("west1", habits(50));
    }
  }

  @Test
  void a_store_from_before_scalers_were_remembered_is_taken_over() throws SQLException {
    try (SqliteZoneStore store = open()) {
      store.commit(List.of(new ZoneChange.PutZone(StoredZone.unknown("west1"))));
    }
    write("DROP TABLE zone_habits");
    write("PRAGMA user_version = 1");
    try (SqliteZoneStore store = open()) {
      assertThat(store.load().zones()).containsExactly(StoredZone.unknown("west1"));
      store.commit(List.of(new ZoneChange.PutHabits("west1", habits(20))));
      assertThat(store.load().habits()).containsOnlyKeys("west1");
    }
  }
}
