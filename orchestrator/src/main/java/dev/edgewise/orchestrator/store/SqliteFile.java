package dev.edgewise.orchestrator.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file of ours: in write-ahead mode with {@code synchronous=FULL}, readable by its user
 * alone, used by this process alone, and brought up to its schema.
 */
final class SqliteFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SqliteFile.class.getName());

  private final Connection connection;

  private SqliteFile(Connection connection) {
    this.connection = connection;
  }

  /** Opens the file, makes it when it is missing, and migrates it when it is older. */
  static SqliteFile open(Path file, Schema schema)
      throws SQLException, IOException, Schema.Unreadable {
    createPrivate(file);
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try {
      prepare(connection);
      connection.setAutoCommit(false);
      schema.migrate(connection);
      return new SqliteFile(connection);
    } catch (SQLException | Schema.Unreadable e) {
      closeQuietly(connection);
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  void update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "rolling back: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
  }

  private static void prepare(Connection connection) throws SQLException, Schema.Unreadable {
    try (Statement statement = connection.createStatement()) {
      // Nobody else may write; and no shared-memory file is needed then.
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA trusted_schema = OFF");
      try (ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
        if (row.next() && !"ok".equals(row.getString(1))) {
          throw new Schema.Unreadable("it is damaged: " + row.getString(1));
        }
      }
    }
  }

  /** SQLite gives its other files the permissions of this one. */
  private static void createPrivate(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      LOG.log(Level.DEBUG, "the store is there already: " + file);
    }
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(
          file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "closing the store: " + e.getMessage());
    }
  }
}
