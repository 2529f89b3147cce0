package dev.edgewise.orchestrator.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of the store as a list of steps; the schema's version is how many of them a file has
 * been through. A step that was ever released is never changed: what has to change is a new step.
 *
 * @param steps SQL statements of each step
 */
record Schema(List<List<String>> steps) {
  /** "EdgW": tells our files from those of others. */
  private static final int APPLICATION_ID = 0x45646757;

  Schema {
    steps = List.copyOf(steps);
  }

  static Schema current() {
    return new Schema(
        List.of(
            List.of(
                "CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
                "CREATE TABLE nodes (name TEXT PRIMARY KEY, epoch INTEGER NOT NULL,"
                    + " registration BLOB NOT NULL) STRICT",
                "CREATE TABLE desired (node TEXT PRIMARY KEY, version INTEGER NOT NULL,"
                    + " drain INTEGER NOT NULL) STRICT"),
            List.of(
                "CREATE TABLE keys (name TEXT PRIMARY KEY, digest BLOB NOT NULL UNIQUE,"
                    + " tenant TEXT, services TEXT NOT NULL, operator INTEGER NOT NULL,"
                    + " made INTEGER NOT NULL, ends INTEGER NOT NULL, used INTEGER NOT NULL)"
                    + " STRICT"),
            List.of(
                "CREATE TABLE quarantines (node TEXT NOT NULL, service TEXT NOT NULL,"
                    + " asked INTEGER NOT NULL, times INTEGER NOT NULL, since INTEGER NOT NULL,"
                    + " until INTEGER, because TEXT NOT NULL, PRIMARY KEY (node, service))"
                    + " STRICT")));
  }

  /** Of the file that remembers zones. */
  static Schema zones() {
    return new Schema(
        List.of(
            List.of(
                "CREATE TABLE zones (zone TEXT PRIMARY KEY, last_number INTEGER NOT NULL,"
                    + " cold_nanos INTEGER NOT NULL, fingerprint TEXT NOT NULL, profile BLOB,"
                    + " hold_nodes INTEGER, hold_until INTEGER) STRICT",
                "CREATE TABLE zone_nodes (name TEXT PRIMARY KEY, zone TEXT NOT NULL,"
                    + " phase TEXT NOT NULL, standby INTEGER NOT NULL, process TEXT NOT NULL,"
                    + " epoch INTEGER NOT NULL) STRICT"),
            List.of(
                "CREATE TABLE zone_habits (zone TEXT PRIMARY KEY, learned BLOB NOT NULL)"
                    + " STRICT")));
  }

  /** Of the file that remembers training jobs. */
  static Schema training() {
    return new Schema(
        List.of(
            List.of(
                "CREATE TABLE jobs (job INTEGER PRIMARY KEY, spec BLOB NOT NULL,"
                    + " phase TEXT NOT NULL, after TEXT NOT NULL, because TEXT NOT NULL,"
                    + " submitted INTEGER NOT NULL, started INTEGER, ended INTEGER,"
                    + " attempts INTEGER NOT NULL, restarts_used INTEGER NOT NULL,"
                    + " nodes TEXT NOT NULL, checkpoint_step INTEGER NOT NULL,"
                    + " checkpoint TEXT NOT NULL, outputs TEXT NOT NULL) STRICT")));
  }

  int version() {
    return steps.size();
  }

  /**
   * Brings a file up to this schema, all steps or none.
   *
   * @throws Unreadable when the file is another program's, or of a newer schema
   */
  void migrate(Connection connection) throws SQLException, Unreadable {
    int id = number(connection, "PRAGMA application_id");
    int version = number(connection, "PRAGMA user_version");
    if (id != APPLICATION_ID && (id != 0 || version != 0 || hasTables(connection))) {
      throw new Unreadable("it is a database of another program");
    }
    if (version > version()) {
      throw new Unreadable(
          "it has schema "
              + version
              + ", written by a newer version of Edgewise; this one knows schemas up to "
              + version());
    }
    try (Statement statement = connection.createStatement()) {
      for (List<String> step : steps.subList(version, version())) {
        for (String sql : step) {
          statement.execute(sql);
        }
      }
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + version());
    }
    connection.commit();
  }

  /** A file that this program must not touch; the message says why. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why);
    }
  }

  private static boolean hasTables(Connection connection) throws SQLException {
    return number(connection, "SELECT count(*) FROM sqlite_schema") > 0;
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }
}
