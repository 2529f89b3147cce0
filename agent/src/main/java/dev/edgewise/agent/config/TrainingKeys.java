package dev.edgewise.agent.config;

import dev.edgewise.agent.training.TrainingSettings;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Values;
import java.util.Optional;

/** The keys of whether and how a node trains. */
final class TrainingKeys {
  private final Key<Boolean> training;
  private final Key<Integer> slots;
  private final Key<String> python;
  private final Key<Long> memory;
  private final Key<Long> contentBytes;

  /** Adds the keys to the agent's others. */
  TrainingKeys(KeySet all) {
    training =
        all.add(
            Key.of(
                "training",
                Kind.flag(),
                "false",
                "Ranks of training jobs run here: programs that operators submit to the"
                    + " orchestrator, as this process's user."));
    slots =
        all.add(
            Key.of("trainingSlots", Kind.integer(1, 64), "1", "Ranks that run at the same time."));
    python =
        all.add(
            Key.of(
                "trainingPython",
                Kind.one("a command or its path, such as python3", TrainingKeys::command),
                "python3",
                "What runs the scripts of training jobs."));
    memory =
        all.add(
            Key.of(
                "trainingMemory",
                Kind.size("64MiB", "4TiB"),
                "4GiB",
                "Memory that one rank may have; a job that asks for more fails here."));
    contentBytes =
        all.add(
            Key.of(
                "trainingContentBytes",
                Kind.size("1MiB", "1TiB"),
                "10GiB",
                "Bytes of files of training jobs that are kept in the data folder; 1 GiB of its"
                    + " disk stays free."));
  }

  /** Who would submit jobs to a node that belongs to no fleet? */
  Optional<Objection> needsOrchestrator(Values values, Key<String> orchestrator) {
    return trains(values) && values.find(orchestrator).isEmpty()
        ? Optional.of(
            new Objection(
                training,
                "needs an orchestrator, which has the jobs. Name it with orchestrator, or leave"
                    + " training out."))
        : Optional.empty();
  }

  boolean trains(Values values) {
    return values.find(training).orElse(false);
  }

  TrainingSettings settings(Values values) {
    return new TrainingSettings(
        values.get(training),
        values.get(slots),
        values.get(python),
        values.get(memory),
        values.get(contentBytes));
  }

  private static String command(String text) {
    if (text.isBlank() || text.startsWith("-")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
