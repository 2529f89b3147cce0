package dev.edgewise.agent.training;

import dev.edgewise.core.training.RankId;
import dev.edgewise.core.training.RankReport;
import java.util.List;

/** Who is told of ranks: the orchestrator, while it can be reached. Never blocks. */
public interface RankListener {
  /** Something of a rank has changed, or it is time to say that it runs. */
  void reported(RankReport report);

  /** It has written something. */
  void wrote(RankId rank, List<String> lines);
}
