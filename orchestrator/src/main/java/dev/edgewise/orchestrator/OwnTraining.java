package dev.edgewise.orchestrator;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.daemon.Parts;
import dev.edgewise.daemon.content.ContentBounds;
import dev.edgewise.daemon.content.ContentStore;
import dev.edgewise.orchestrator.rpc.JobSpecs;
import dev.edgewise.orchestrator.store.SqliteJobStore;
import dev.edgewise.orchestrator.training.TrainingKeeper;
import java.io.IOException;
import java.nio.file.Path;

/** The training jobs of this orchestrator, and the store of what they need and make. */
final class OwnTraining {
  private static final int MOST_CONTENTS = 10_000;
  private static final long SPARE = 1L << 30;

  private final ContentStore contents;
  private final TrainingKeeper keeper;

  /** Reads what an earlier process has stored; {@code parts} closes it. */
  OwnTraining(long contentBytes, DataFolder data, Clock clock, Parts parts) {
    Path folder = data.path("contents");
    try {
      contents =
          ContentStore.open(folder, new ContentBounds(contentBytes, MOST_CONTENTS, SPARE), clock);
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "The folder of contents, "
              + folder
              + ", cannot be used: "
              + e
              + ". Name a dataFolder that this user may write.",
          e);
    }
    SqliteJobStore store = parts.add(SqliteJobStore.open(data.path("training.db"), new JobSpecs()));
    keeper = parts.add(new TrainingKeeper(store, contents, clock));
  }

  ContentStore contents() {
    return contents;
  }

  TrainingKeeper keeper() {
    return keeper;
  }
}
