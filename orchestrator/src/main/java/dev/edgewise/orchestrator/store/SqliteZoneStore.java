package dev.edgewise.orchestrator.store;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.scale.Habits;
import dev.edgewise.orchestrator.zone.NodePhase;
import dev.edgewise.orchestrator.zone.StoredZone;
import dev.edgewise.orchestrator.zone.StoredZoneNode;
import dev.edgewise.orchestrator.zone.StoredZones;
import dev.edgewise.orchestrator.zone.ZoneChange;
import dev.edgewise.orchestrator.zone.ZoneStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of zones, in an SQLite file of its own, so that a burst of registrations and
 * the start of a node do not wait for each other. Not thread-safe.
 */
public final class SqliteZoneStore implements ZoneStore, AutoCloseable {
  private static final Logger LOG = System.getLogger(SqliteZoneStore.class.getName());

  private final Path path;
  private final RegistrationCodec codec;
  private final SqliteFile file;

  private SqliteZoneStore(Path path, RegistrationCodec codec, SqliteFile file) {
    this.path = path;
    this.codec = codec;
    this.file = file;
  }

  /**
   * Opens the store, makes it when it is missing, and migrates it when it is older. After {@link
   * SqliteStore#unpackInto}.
   *
   * @throws EdgewiseException with {@code BAD_STORE}; nothing of the file has been changed then
   */
  public static SqliteZoneStore open(Path path, RegistrationCodec codec) {
    requireNonNull(codec, "codec");
    try {
      return new SqliteZoneStore(path, codec, SqliteFile.open(path, Schema.zones()));
    } catch (SQLException | IOException | Schema.Unreadable e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public StoredZones load() {
    try {
      StoredZones zones = new StoredZones(zones(), nodes(), habits());
      file.connection().rollback();
      return zones;
    } catch (SQLException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public void commit(List<ZoneChange> changes) {
    try {
      for (ZoneChange change : changes) {
        apply(change);
      }
      file.connection().commit();
    } catch (SQLException e) {
      file.rollBack();
      throw EdgewiseException.of(
          ErrorCode.BAD_STORE,
          "The store "
              + path
              + " cannot be written: "
              + e.getMessage()
              + ". No node is started until it can; those that run are not affected. Look for a"
              + " full disk or changed permissions.",
          e);
    }
  }

  private void apply(ZoneChange change) throws SQLException {
    switch (change) {
      case ZoneChange.PutZone(StoredZone zone) ->
          file.update(
              "INSERT OR REPLACE INTO zones (zone, last_number, cold_nanos, fingerprint, profile,"
                  + " hold_nodes, hold_until) VALUES (?, ?, ?, ?, ?, ?, ?)",
              zone.zone(),
              zone.lastNumber(),
              zone.coldStart().toNanos(),
              zone.fingerprint(),
              zone.profile().map(codec::encode).orElse(null),
              zone.hold().map(StoredZone.Hold::nodes).orElse(null),
              zone.hold().flatMap(StoredZone.Hold::until).map(Instant::toEpochMilli).orElse(null));
      case ZoneChange.PutNode(StoredZoneNode node) ->
          file.update(
              "INSERT OR REPLACE INTO zone_nodes (name, zone, phase, standby, process, epoch)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              node.name(),
              node.zone(),
              node.phase().word(),
              node.standby() ? 1 : 0,
              node.process(),
              node.epoch());
      case ZoneChange.DropNode(String name) ->
          file.update("DELETE FROM zone_nodes WHERE name = ?", name);
      case ZoneChange.PutHabits(String zone, Habits habits) ->
          file.update(
              "INSERT OR REPLACE INTO zone_habits (zone, learned) VALUES (?, ?)",
              zone,
              habits.encoded());
    }
  }

  private List<StoredZone> zones() throws SQLException {
    List<StoredZone> zones = new ArrayList<>();
    try (Statement statement = file.connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT zone, last_number, cold_nanos, fingerprint, profile, hold_nodes, hold_until"
                    + " FROM zones ORDER BY zone")) {
      while (row.next()) {
        int held = row.getInt(6);
        boolean isHeld = !row.wasNull();
        long until = row.getLong(7);
        boolean ends = !row.wasNull();
        zones.add(
            new StoredZone(
                row.getString(1),
                row.getLong(2),
                Duration.ofNanos(row.getLong(3)),
                row.getString(4),
                profile(row.getString(1), row.getBytes(5)),
                isHeld
                    ? Optional.of(
                        new StoredZone.Hold(
                            held,
                            ends ? Optional.of(Instant.ofEpochMilli(until)) : Optional.empty()))
                    : Optional.empty()));
      }
    }
    return zones;
  }

  private Optional<Registration> profile(String zone, byte @Nullable [] bytes) {
    try {
      return Optional.ofNullable(bytes).map(codec::decode);
    } catch (IllegalArgumentException e) {
      // One node is started, and says it again.
      LOG.log(Level.WARNING, "forgetting what zone " + zone + " offers: " + e.getMessage());
      return Optional.empty();
    }
  }

  private List<StoredZoneNode> nodes() throws SQLException {
    List<StoredZoneNode> nodes = new ArrayList<>();
    try (Statement statement = file.connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name, zone, phase, standby, process, epoch FROM zone_nodes"
                    + " ORDER BY rowid")) {
      while (row.next()) {
        nodes.add(
            new StoredZoneNode(
                row.getString(1),
                row.getString(2),
                NodePhase.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getBoolean(4),
                row.getString(5),
                row.getLong(6)));
      }
    }
    return nodes;
  }

  private Map<String, Habits> habits() throws SQLException {
    Map<String, Habits> habits = new HashMap<>();
    try (Statement statement = file.connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT zone, CASE WHEN length(learned) <= "
                    + Habits.MOST_BYTES
                    + " THEN learned ELSE zeroblob(0) END FROM zone_habits")) {
      while (row.next()) {
        String zone = row.getString(1);
        try {
          habits.put(zone, Habits.decode(row.getBytes(2)));
        } catch (IllegalArgumentException e) {
          LOG.log(
              Level.WARNING,
              "what was learned of the usual load of zone "
                  + zone
                  + " cannot be read, and is learned anew: "
                  + e.getMessage());
        }
      }
    }
    return habits;
  }

  @Override
  public void close() {
    file.close();
  }

  private static EdgewiseException unreadable(Path path, Exception cause) {
    return EdgewiseException.of(
        ErrorCode.BAD_STORE,
        "The store "
            + path
            + " cannot be used: "
            + cause.getMessage()
            + ". Start the version of Edgewise that wrote it; or move the file away, together with"
            + " those that begin with its name, and start again: nodes of zones that run are then"
            + " ended and started anew, and what was asked of zones (scale) has to be asked again.",
        cause);
  }
}
