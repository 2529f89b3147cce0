package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankOrder;

/** What follows from what has happened to a job. */
sealed interface TrainingEffect {
  /** The node fetches a rank's files. */
  record Prepare(String node, RankOrder order) implements TrainingEffect {
    public Prepare {
      requireNonNull(node, "node");
      requireNonNull(order, "order");
    }
  }

  /** The node starts a rank. */
  record Launch(String node, RankId rank, Meeting meeting) implements TrainingEffect {
    public Launch {
      requireNonNull(node, "node");
      requireNonNull(rank, "rank");
      requireNonNull(meeting, "meeting");
    }
  }

  /** The node ends a rank, and forgets it. */
  record Stop(String node, RankId rank) implements TrainingEffect {
    public Stop {
      requireNonNull(node, "node");
      requireNonNull(rank, "rank");
    }
  }

  /** To be remembered before anything else is done. */
  record Save(StoredJob job) implements TrainingEffect {
    public Save {
      requireNonNull(job, "job");
    }
  }

  /** So long ago that it makes room. */
  record Forget(long job) implements TrainingEffect {}

  /** Something that people should read in the log. */
  record Tell(long job, String text) implements TrainingEffect {
    public Tell {
      requireNonNull(text, "text");
    }
  }
}
