package dev.edgewise.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.fleet.Change;
import dev.edgewise.orchestrator.fleet.Desired;
import dev.edgewise.orchestrator.fleet.StoredFleet;
import dev.edgewise.orchestrator.fleet.StoredNode;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Figures;
import dev.edgewise.orchestrator.node.Machine;
import dev.edgewise.orchestrator.node.OfferedModel;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.quarantine.StoredQuarantine;
import dev.edgewise.orchestrator.rpc.Registrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest {
  private static final Registration NYC =
      new Registration(
          new Node("nyc", Tier.CLOUD, new Site("west1", Trust.TRUSTED)),
          "127.0.0.1:7501",
          "0.1.0",
          List.of("gpu", "blue"),
          List.of(
              new OfferedService(
                  "shop.v1.Vision", List.of("detect", "index"), Bytes.of(new byte[] {4, 5}))),
          List.of(new OfferedModel("face", "tflite", "shop.v1.Vision")),
          new Machine("linux", "amd64", 4, 8L << 30, List.of("avx2")),
          List.of(new Accelerator("gpu", "H100", 80L << 30)),
          new Figures(OptionalDouble.of(1.5), OptionalDouble.empty(), OptionalDouble.of(300)),
          true);

  private final Path folder;

  SqliteStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void what_was_committed_is_there_after_a_restart() {
    try (SqliteStore store = open()) {
      store.commit(
          List.of(
              new Change.PutNode(new StoredNode(NYC, 17)),
              new Change.PutDesired("nyc", new Desired(18, true)),
              new Change.PutDesired("london", new Desired(16, true)),
              new Change.ViewFloor(2_000)));
    }

    try (SqliteStore store = open()) {
      assertThat(store.load())
          .isEqualTo(
              new StoredFleet(
                  18,
                  2_000,
                  List.of(new StoredNode(NYC, 17)),
                  Map.of("nyc", new Desired(18, true), "london", new Desired(16, true))));
    }
  }

  @Test
  void numbers_never_go_back_also_when_what_they_were_given_to_is_gone() {
    try (SqliteStore store = open()) {
      store.commit(List.of(new Change.PutNode(new StoredNode(NYC, 40)), new Change.ViewFloor(9)));
      store.commit(
          List.of(
              new Change.DropNode("nyc"),
              new Change.ViewFloor(3),
              new Change.PutDesired("x", new Desired(7, false)),
              new Change.DropDesired("x")));
    }

    try (SqliteStore store = open()) {
      assertThat(store.load()).isEqualTo(new StoredFleet(40, 9, List.of(), Map.of()));
    }
  }

  @Test
  void quarantines_are_there_after_a_restart_until_they_are_dropped() {
    StoredQuarantine closed =
        new StoredQuarantine(
            "nyc",
            "shop.v1.Vision",
            false,
            3,
            Instant.ofEpochMilli(1_000),
            Optional.of(Instant.ofEpochMilli(121_000)),
            "14 of 20 calls failed");
    StoredQuarantine asked =
        new StoredQuarantine(
            "nyc", "shop.v1.Clock", true, 0, Instant.ofEpochMilli(7), Optional.empty(), "");
    try (SqliteStore store = open()) {
      store.commit(List.of(new Change.PutQuarantine(closed), new Change.PutQuarantine(asked)));
    }
    try (SqliteStore store = open()) {
      assertThat(store.load().quarantines()).containsExactlyInAnyOrder(closed, asked);
      store.commit(List.of(new Change.DropQuarantine("nyc", "shop.v1.Vision")));
      assertThat(store.load().quarantines()).containsExactly(asked);
    }
  }

  @Test
  void only_the_user_can_read_the_files() throws IOException {
    try (SqliteStore store = open()) {
      store.commit(List.of(new Change.ViewFloor(1)));
      try (var files = Files.list(folder)) {
        for (Path each : files.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
              .as(each.toString())
              .isEqualTo("rw-------");
        }
      }
    }
  }

  @Test
  void an_older_file_is_migrated_and_keeps_what_it_has() throws Exception {
    try (SqliteStore store = open()) {
      store.commit(List.of(new Change.PutNode(new StoredNode(NYC, 5))));
    }
    List<List<String>> steps = new ArrayList<>(Schema.current().steps());
    steps.add(List.of("ALTER TABLE nodes ADD COLUMN note TEXT NOT NULL DEFAULT 'none'"));

    try (SqliteStore store = SqliteStore.open(file(), new Registrations(), new Schema(steps))) {
      assertThat(store.load().nodes()).containsExactly(new StoredNode(NYC, 5));
    }

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT note FROM nodes")) {
      assertThat(row.getString(1)).isEqualTo("none");
    }
    assertThatThrownBy(this::open)
        .hasMessageStartingWith("EW7008")
        .hasMessageContaining("it has schema " + steps.size())
        .hasMessageContaining("newer version of Edgewise");
  }

  @Test
  void a_migration_that_fails_leaves_the_file_as_it_was() {
    open().close();
    List<List<String>> steps = new ArrayList<>(Schema.current().steps());
    steps.add(List.of("CREATE TABLE more (x TEXT) STRICT", "this is no SQL"));

    assertThatThrownBy(
            () -> SqliteStore.open(file(), new Registrations(), new Schema(steps)).close())
        .hasMessageStartingWith("EW7008");

    try (SqliteStore store = open()) {
      assertThat(store.load()).isEqualTo(StoredFleet.empty());
    }
  }

  @Test
  void a_damaged_file_is_refused_with_what_to_do() throws IOException {
    try (SqliteStore store = open()) {
      store.commit(List.of(new Change.PutNode(new StoredNode(NYC, 5))));
    }
    byte[] bytes = Files.readAllBytes(file());
    for (int i = 4_096; i < bytes.length; i++) {
      bytes[i] = (byte) 0xA5;
    }
    Files.write(file(), bytes);

    assertThatThrownBy(this::open)
        .hasMessageStartingWith("EW7008")
        .hasMessageContaining(file().toString())
        .hasMessageContaining("move the file away");
  }

  @Test
  void a_file_that_is_no_database_or_another_programs_is_refused_and_not_touched()
      throws Exception {
    Files.writeString(file(), "what is this? ".repeat(500));
    String before = Files.readString(file());
    assertThatThrownBy(this::open).hasMessageStartingWith("EW7008");
    assertThat(Files.readString(file())).isEqualTo(before);

    Files.delete(file());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE recipes (name TEXT)");
    }
    assertThatThrownBy(this::open).hasMessageContaining("a database of another program");
  }

  @Test
  void a_registration_that_todays_rules_refuse_is_forgotten() throws Exception {
    try (SqliteStore store = open()) {
      store.commit(List.of(new Change.PutNode(new StoredNode(NYC, 5))));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE nodes SET registration = x'0801'");
    }

    try (SqliteStore store = open()) {
      assertThat(store.load().nodes()).isEmpty();
      assertThat(store.load().lastNumber()).isEqualTo(5);
    }
  }

  private Path file() {
    return folder.resolve("fleet.db");
  }

  private SqliteStore open() {
    return SqliteStore.open(file(), new Registrations());
  }
}
