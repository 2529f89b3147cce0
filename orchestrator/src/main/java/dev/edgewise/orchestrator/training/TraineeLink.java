package dev.edgewise.orchestrator.training;

import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankOrder;

/** The way to an agent that runs ranks. Never blocks; what is said after its end is lost. */
public interface TraineeLink {
  /** Asks it to fetch a rank's files. */
  void prepare(RankOrder order);

  /** Asks it to start a rank. */
  void launch(RankId rank, Meeting meeting);

  /** Asks it to end a rank and forget it. */
  void stop(RankId rank);

  /** Another process answers to the node's name now. */
  void replaced();
}
