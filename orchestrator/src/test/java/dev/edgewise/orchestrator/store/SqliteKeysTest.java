package dev.edgewise.orchestrator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.fleet.Change;
import dev.edgewise.orchestrator.identity.KeyRing;
import dev.edgewise.orchestrator.rpc.Registrations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteKeysTest {
  private final Path file;

  SqliteKeysTest(@TempDir Path folder) {
    this.file = folder.resolve("fleet.db");
  }

  private SqliteStore open() {
    return SqliteStore.open(file, new Registrations());
  }

  private static KeyRing ring(SqliteStore store) {
    return new KeyRing(store.keys(), Clock.system(), new SplittableRandom(3), Runnable::run);
  }

  @Test
  void keys_outlive_the_process_beside_the_fleet_and_the_text_of_none_is_in_the_file()
      throws Exception {
    String text;
    List<?> before;
    try (SqliteStore store = open()) {
      KeyRing keys = ring(store);
      text =
          keys.add(
                  "till-3",
                  Optional.of("shop-7"),
                  List.of("shop.v1.Shop", "shop.v1.*"),
                  false,
                  Duration.ofDays(2))
              .text();
      keys.add("screen", Optional.empty(), List.of(), true, Duration.ofDays(2));
      keys.add("gone", Optional.of("x"), List.of("*"), false, Duration.ofDays(2));
      keys.revoke("gone");
      store.commit(List.of(new Change.ViewFloor(7)));
      before = keys.all();
    }

    try (SqliteStore store = open()) {
      assertThat(ring(store).all()).isEqualTo(before).hasSize(2);
      assertThat(store.load().viewFloor()).isEqualTo(7);
    }
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("till-3").doesNotContain(text, text.substring(3));
  }

  @Test
  void a_file_from_before_there_were_keys_is_given_room_for_them() {
    Schema older = new Schema(Schema.current().steps().subList(0, 1));
    SqliteStore.open(file, new Registrations(), older).close();

    try (SqliteStore store = open()) {
      KeyRing keys = ring(store);
      keys.add("a", Optional.of("t"), List.of("*"), false, Duration.ofDays(1));
      assertThat(ring(store).all()).hasSize(1);
    }
  }

  @Test
  void a_key_that_todays_rules_refuse_opens_nothing() throws Exception {
    try (SqliteStore store = open()) {
      ring(store).add("a", Optional.of("t"), List.of("*"), false, Duration.ofDays(1));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE keys SET digest = x'00'");
    }

    try (SqliteStore store = open()) {
      assertThat(ring(store).all()).isEmpty();
    }
  }
}
