package dev.edgewise.processor.lock;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.SourceRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lock file of a compilation, which may not exist. */
public final class LockFile {
  private final Lock lock;
  private final boolean exists;
  private final String where;

  private LockFile(Lock lock, boolean exists, String where) {
    this.lock = lock;
    this.exists = exists;
    this.where = where;
  }

  /** Reads the file; one that cannot be understood is reported and counts as empty. */
  public static LockFile read(Optional<String> path, Report report) {
    if (path.isEmpty()) {
      return new LockFile(Lock.EMPTY, false, "");
    }
    Path file = Path.of(path.get());
    if (!Files.exists(file)) {
      return new LockFile(Lock.EMPTY, false, " at " + file);
    }
    try {
      Lock.Parsed parsed = Lock.parse(Files.readString(file, StandardCharsets.UTF_8));
      if (!parsed.isGood()) {
        report.add(Code.EW3007, SourceRef.NONE, file, parsed.line(), parsed.problem());
      }
      return new LockFile(parsed.lock(), true, " at " + file);
    } catch (IOException e) {
      report.add(
          Code.EW3007,
          SourceRef.NONE,
          file,
          1,
          "it cannot be read as UTF-8 text: " + e.getMessage());
      return new LockFile(Lock.EMPTY, true, " at " + file);
    }
  }

  Lock lock() {
    return lock;
  }

  boolean exists() {
    return exists;
  }

  /** Where it was looked for, with words around that fit behind "no lock file". */
  String where() {
    return where;
  }
}
