package dev.edgewise.orchestrator.store;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.fleet.Change;
import dev.edgewise.orchestrator.fleet.Desired;
import dev.edgewise.orchestrator.fleet.FleetStore;
import dev.edgewise.orchestrator.fleet.StoredFleet;
import dev.edgewise.orchestrator.fleet.StoredNode;
import dev.edgewise.orchestrator.identity.KeyStore;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.quarantine.StoredQuarantine;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store in one SQLite file, in write-ahead mode with {@code synchronous=FULL}: what {@link
 * #commit} has returned from survives kill -9 and a power cut. Only the user can read the file.
 * Thread-safe: the fleet's thread and whoever else keeps something here take turns.
 */
public final class SqliteStore implements FleetStore, AutoCloseable {
  private static final Logger LOG = System.getLogger(SqliteStore.class.getName());

  private static final String LAST_NUMBER = "last-number";
  private static final String VIEW_FLOOR = "view-floor";

  private final Path file;
  private final RegistrationCodec codec;
  private final SqliteFile connected;

  private SqliteStore(Path file, RegistrationCodec codec, SqliteFile connected) {
    this.file = file;
    this.codec = codec;
    this.connected = connected;
  }

  /**
   * Says where the driver unpacks its native library, and removes what killed processes left there;
   * for the whole JVM, before the first {@link #open}. By default it would be the machine's
   * temporary folder, where each killed process leaves a copy for good.
   *
   * @param folder of this process alone
   */
  public static void unpackInto(Path folder) {
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "sqlite-*")) {
        for (Path each : left) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw unreadable(folder, String.valueOf(e), e);
    }
    System.setProperty("org.sqlite.tmpdir", folder.toAbsolutePath().toString());
  }

  /**
   * Opens the store, makes it when it is missing, and migrates it when it is older.
   *
   * @throws EdgewiseException with {@code BAD_STORE}; nothing of the file has been changed then
   */
  public static SqliteStore open(Path file, RegistrationCodec codec) {
    return open(file, codec, Schema.current());
  }

  static SqliteStore open(Path file, RegistrationCodec codec, Schema schema) {
    requireNonNull(codec, "codec");
    try {
      return new SqliteStore(file, codec, SqliteFile.open(file, schema));
    } catch (SQLException | IOException | Schema.Unreadable e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** API keys, in the same file. */
  public KeyStore keys() {
    return new SqliteKeys(this);
  }

  /** What is made of the rows of a query. */
  interface Rows<T> {
    T of(ResultSet row) throws SQLException;
  }

  /**
   * Reads.
   *
   * @throws EdgewiseException with {@code BAD_STORE}
   */
  synchronized <T> T read(String sql, Rows<T> rows) {
    try {
      T read = query(sql, rows);
      connected.connection().rollback();
      return read;
    } catch (SQLException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private <T> T query(String sql, Rows<T> rows) throws SQLException {
    try (Statement statement = connected.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return rows.of(row);
    }
  }

  /**
   * Does one statement; when this returns it is durable.
   *
   * @throws EdgewiseException with {@code BAD_STORE}; nothing is changed then
   */
  synchronized void write(String sql, @Nullable Object... values) {
    try {
      update(sql, values);
      connected.connection().commit();
    } catch (SQLException e) {
      connected.rollBack();
      throw EdgewiseException.of(
          ErrorCode.BAD_STORE,
          "The store "
              + file
              + " cannot be written: "
              + e.getMessage()
              + ". Nothing was changed. Look for a full disk or changed permissions.",
          e);
    }
  }

  @Override
  public synchronized StoredFleet load() {
    try {
      StoredFleet fleet =
          new StoredFleet(
              number(LAST_NUMBER), number(VIEW_FLOOR), nodes(), desired(), quarantines());
      connected.connection().rollback();
      return fleet;
    } catch (SQLException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public synchronized void commit(List<Change> changes) {
    try {
      for (Change change : changes) {
        apply(change);
      }
      connected.connection().commit();
    } catch (SQLException e) {
      connected.rollBack();
      throw EdgewiseException.of(
          ErrorCode.BAD_STORE,
          "The store "
              + file
              + " cannot be written: "
              + e.getMessage()
              + ". New leases are not granted until it can; calls and known nodes are not affected."
              + " Look for a full disk or changed permissions.",
          e);
    }
  }

  @Override
  public synchronized void close() {
    connected.close();
  }

  private void apply(Change change) throws SQLException {
    switch (change) {
      case Change.PutNode(StoredNode node) -> {
        update(
            "INSERT OR REPLACE INTO nodes (name, epoch, registration) VALUES (?, ?, ?)",
            node.registration().name(),
            node.epoch(),
            codec.encode(node.registration()));
        raise(LAST_NUMBER, node.epoch());
      }
      case Change.DropNode(String name) -> update("DELETE FROM nodes WHERE name = ?", name);
      case Change.PutDesired(String name, Desired desired) -> {
        update(
            "INSERT OR REPLACE INTO desired (node, version, drain) VALUES (?, ?, ?)",
            name,
            desired.version(),
            desired.drain() ? 1 : 0);
        raise(LAST_NUMBER, desired.version());
      }
      case Change.DropDesired(String name) -> update("DELETE FROM desired WHERE node = ?", name);
      case Change.PutQuarantine(StoredQuarantine quarantine) -> put(quarantine);
      case Change.DropQuarantine(String node, String service) ->
          update("DELETE FROM quarantines WHERE node = ? AND service = ?", node, service);
      case Change.ViewFloor(long version) -> raise(VIEW_FLOOR, version);
    }
  }

  private void raise(String name, long value) throws SQLException {
    update(
        "INSERT INTO numbers (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
        name,
        value);
  }

  private void update(String sql, @Nullable Object... values) throws SQLException {
    connected.update(sql, values);
  }

  private long number(String name) throws SQLException {
    try (PreparedStatement statement =
        connected.connection().prepareStatement("SELECT value FROM numbers WHERE name = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private List<StoredNode> nodes() throws SQLException {
    List<StoredNode> nodes = new ArrayList<>();
    try (Statement statement = connected.connection().createStatement();
        ResultSet row =
            statement.executeQuery("SELECT name, epoch, registration FROM nodes ORDER BY name")) {
      while (row.next()) {
        try {
          Registration registration = codec.decode(row.getBytes(3));
          nodes.add(new StoredNode(registration, row.getLong(2)));
        } catch (IllegalArgumentException e) {
          // Its agent will say everything again; only the wait for it is lost.
          LOG.log(Level.WARNING, "forgetting node " + row.getString(1) + ": " + e.getMessage());
        }
      }
    }
    return nodes;
  }

  private Map<String, Desired> desired() throws SQLException {
    Map<String, Desired> desired = new HashMap<>();
    try (Statement statement = connected.connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT node, version, drain FROM desired")) {
      while (row.next()) {
        desired.put(row.getString(1), new Desired(row.getLong(2), row.getBoolean(3)));
      }
    }
    return desired;
  }

  private void put(StoredQuarantine quarantine) throws SQLException {
    update(
        "INSERT OR REPLACE INTO quarantines"
            + " (node, service, asked, times, since, until, because) VALUES (?, ?, ?, ?, ?, ?, ?)",
        quarantine.node(),
        quarantine.service(),
        quarantine.asked() ? 1 : 0,
        quarantine.times(),
        quarantine.since().toEpochMilli(),
        quarantine.until().map(Instant::toEpochMilli).orElse(null),
        quarantine.because());
  }

  private List<StoredQuarantine> quarantines() throws SQLException {
    return query(
        "SELECT node, service, asked, times, since, until, because FROM quarantines"
            + " ORDER BY node, service",
        row -> {
          List<StoredQuarantine> found = new ArrayList<>();
          while (row.next()) {
            long until = row.getLong(6);
            boolean open = row.wasNull();
            found.add(
                new StoredQuarantine(
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getInt(4),
                    Instant.ofEpochMilli(row.getLong(5)),
                    open ? Optional.empty() : Optional.of(Instant.ofEpochMilli(until)),
                    row.getString(7)));
          }
          return found;
        });
  }

  private static EdgewiseException unreadable(Path file, String why, Exception cause) {
    return EdgewiseException.of(
        ErrorCode.BAD_STORE,
        "The store "
            + file
            + " cannot be used: "
            + why
            + ". Start the version of Edgewise that wrote it; or move the file away, together with"
            + " those that begin with its name, and start again: agents register again by"
            + " themselves, and only what was asked of nodes (drain) has to be asked again.",
        cause);
  }
}
