package dev.edgewise.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Figures;
import dev.edgewise.orchestrator.node.Machine;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.rpc.Registrations;
import dev.edgewise.orchestrator.zone.NodePhase;
import dev.edgewise.orchestrator.zone.StoredZone;
import dev.edgewise.orchestrator.zone.StoredZoneNode;
import dev.edgewise.orchestrator.zone.StoredZones;
import dev.edgewise.orchestrator.zone.ZoneChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
          List.of(),
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
      assertThat(store.load()).isEqualTo(new StoredZones(List.of(east, west), List.of(ready)));
    }
  }

  @Test
  void a_file_of_another_program_is_left_as_it_is() throws IOException {
    Files.writeString(folder.resolve("zones.db"), "no database at all, but long enough to be one");
    assertThatThrownBy(this::open).hasMessageContaining("zones.db").hasMessageContaining("move");
    assertThat(folder.resolve("zones.db"))
        .hasContent("no database at all, but long enough to be one");
  }
}
