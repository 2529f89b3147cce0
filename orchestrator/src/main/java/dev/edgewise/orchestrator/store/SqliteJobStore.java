package dev.edgewise.orchestrator.store;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.JobCheckpoint;
import dev.edgewise.core.training.JobPhase;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.orchestrator.training.JobStore;
import dev.edgewise.orchestrator.training.StoredJob;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is remembered of training jobs, in an SQLite file of its own. Not thread-safe. */
public final class SqliteJobStore implements JobStore, AutoCloseable {
  private static final Logger LOG = System.getLogger(SqliteJobStore.class.getName());

  private final Path path;
  private final JobSpecCodec codec;
  private final SqliteFile file;

  private SqliteJobStore(Path path, JobSpecCodec codec, SqliteFile file) {
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
  public static SqliteJobStore open(Path path, JobSpecCodec codec) {
    requireNonNull(codec, "codec");
    try {
      return new SqliteJobStore(path, codec, SqliteFile.open(path, Schema.training()));
    } catch (SQLException | IOException | Schema.Unreadable e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public List<StoredJob> load() {
    List<StoredJob> jobs = new ArrayList<>();
    try (Statement statement = file.connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT job, spec, phase, after, because, submitted, started, ended, attempts,"
                    + " restarts_used, nodes, checkpoint_step, checkpoint, outputs FROM jobs"
                    + " ORDER BY job")) {
      while (row.next()) {
        try {
          jobs.add(job(row));
        } catch (IllegalArgumentException e) {
          LOG.log(
              Level.WARNING, "forgetting training job " + row.getLong(1) + ": " + e.getMessage());
        }
      }
      file.connection().rollback();
      return jobs;
    } catch (SQLException e) {
      throw unreadable(path, e);
    }
  }

  private StoredJob job(ResultSet row) throws SQLException {
    List<NamedContent> checkpoint = contents(row.getString(13));
    return new StoredJob(
        row.getLong(1),
        codec.decode(row.getBytes(2)),
        phase(row.getString(3)),
        phase(row.getString(4)),
        row.getString(5),
        Instant.ofEpochMilli(row.getLong(6)),
        time(row, 7),
        time(row, 8),
        row.getInt(9),
        row.getInt(10),
        row.getString(11).lines().toList(),
        checkpoint.isEmpty()
            ? Optional.empty()
            : Optional.of(new JobCheckpoint(row.getLong(12), checkpoint.getFirst())),
        contents(row.getString(14)));
  }

  private static JobPhase phase(String word) {
    return JobPhase.of(word)
        .orElseThrow(() -> new IllegalArgumentException("its phase \"" + word + "\" is unknown"));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** One a line: name, digest, size. */
  private static List<NamedContent> contents(String text) {
    return text.lines()
        .map(
            line -> {
              String[] parts = line.split(" ", -1);
              if (parts.length != 3) {
                throw new IllegalArgumentException("\"" + line + "\" is no content");
              }
              return new NamedContent(
                  parts[0], ContentDigest.parse(parts[1]), Long.parseLong(parts[2]));
            })
        .toList();
  }

  private static String text(List<NamedContent> contents) {
    return contents.stream()
        .map(each -> each.name() + " " + each.digest() + " " + each.size())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void commit(Map<Long, Optional<StoredJob>> jobs) {
    try {
      for (Map.Entry<Long, Optional<StoredJob>> each : jobs.entrySet()) {
        if (each.getValue().isPresent()) {
          put(each.getValue().get());
        } else {
          file.update("DELETE FROM jobs WHERE job = ?", each.getKey());
        }
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
              + ". No training job is taken until it can; those that run go on. Look for a full"
              + " disk or changed permissions.",
          e);
    }
  }

  private void put(StoredJob job) throws SQLException {
    file.update(
        "INSERT OR REPLACE INTO jobs (job, spec, phase, after, because, submitted, started, ended,"
            + " attempts, restarts_used, nodes, checkpoint_step, checkpoint, outputs)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        job.job(),
        codec.encode(job.spec()),
        job.phase().word(),
        job.after().word(),
        job.because(),
        job.submitted().toEpochMilli(),
        job.started().map(Instant::toEpochMilli).orElse(null),
        job.ended().map(Instant::toEpochMilli).orElse(null),
        job.attempts(),
        job.restartsUsed(),
        String.join("\n", job.nodes()),
        job.checkpoint().map(JobCheckpoint::step).orElse(0L),
        text(job.checkpoint().map(JobCheckpoint::content).stream().toList()),
        text(job.outputs()));
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
            + " those that begin with its name, and start again: training jobs that run are then"
            + " ended, and have to be submitted again.",
        cause);
  }
}
