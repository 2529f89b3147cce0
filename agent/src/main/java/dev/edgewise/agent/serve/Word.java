package dev.edgewise.agent.serve;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes one refusal to whoever waits for it, whichever of both comes first. Thread-safe. */
final class Word {
  private @Nullable Consumer<Entry.TurnedAway> listener;
  private Entry.@Nullable TurnedAway said;

  void listen(Consumer<Entry.TurnedAway> to) {
    Entry.TurnedAway already;
    synchronized (this) {
      listener = to;
      already = said;
    }
    if (already != null) {
      to.accept(already);
    }
  }

  void say(Entry.TurnedAway entry) {
    Consumer<Entry.TurnedAway> to;
    synchronized (this) {
      said = entry;
      to = listener;
    }
    if (to != null) {
      to.accept(entry);
    }
  }
}
