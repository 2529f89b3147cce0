package dev.edgewise.orchestrator.fleet;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The streams of agents, and what is said on them. Touched by the keeper's thread only. */
final class AgentLinks {
  private static final Logger LOG = System.getLogger(FleetKeeper.class.getName());

  private final Map<Long, AgentLink> links = new HashMap<>();
  private final BiConsumer<Long, String> onEnd;

  /**
   * Without streams.
   *
   * @param onEnd is told of a stream that is ended from here, with the reason
   */
  AgentLinks(BiConsumer<Long, String> onEnd) {
    this.onEnd = onEnd;
  }

  void open(long stream, AgentLink link) {
    links.putIfAbsent(stream, link);
  }

  void forget(long stream) {
    links.remove(stream);
  }

  /**
   * Does what is to be done about an event.
   *
   * @param stored whether what comes before it could be stored
   */
  void act(Effect effect, boolean stored) {
    switch (effect) {
      case Effect.Store _ -> {}
      case Effect.Note(String line) -> LOG.log(Level.INFO, line);
      case Effect.Grant(long stream, Lease lease) -> {
        if (stored) {
          find(stream).ifPresent(link -> link.granted(lease));
        } else {
          refuse(stream, Refusal.notStored());
          onEnd.accept(stream, "its lease could not be stored");
        }
      }
      case Effect.Renewed(long stream, long epoch) ->
          find(stream).ifPresent(link -> link.renewed(epoch));
      case Effect.Want(long stream, Desired desired) ->
          find(stream).ifPresent(link -> link.wanted(desired));
      case Effect.Refuse(long stream, Refusal refusal) -> refuse(stream, refusal);
    }
  }

  private Optional<AgentLink> find(long stream) {
    return Optional.ofNullable(links.get(stream));
  }

  private void refuse(long stream, Refusal refusal) {
    LOG.log(Level.INFO, "refused: " + refusal.code().id() + " " + refusal.message());
    AgentLink link = links.remove(stream);
    if (link != null) {
      link.refused(refusal);
    }
  }
}
