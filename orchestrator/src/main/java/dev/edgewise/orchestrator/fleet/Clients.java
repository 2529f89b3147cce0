package dev.edgewise.orchestrator.fleet;

import dev.edgewise.orchestrator.overview.Client;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clients that are told of the fleet, each with what it is still to be sent. */
final class Clients {
  /**
   * One client.
   *
   * @param since keeper's own time
   */
  record Entry(Client client, ClientLink link, Feed feed, long since) {}

  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private final int most;

  Clients(int most) {
    this.most = most;
  }

  /** Takes a client in; refuses it when there are too many. */
  Optional<Refusal> join(long stream, Client client, ClientLink link, long now) {
    if (entries.size() >= most) {
      return Optional.of(
          Refusal.full(
              "There are "
                  + most
                  + " clients of the fleet, and no more may join. End applications that are not"
                  + " needed; this one tries again by itself."));
    }
    entries.put(stream, new Entry(client, link, new Feed(), now));
    return Optional.empty();
  }

  boolean leave(long stream) {
    return entries.remove(stream) != null;
  }

  Optional<Entry> find(long stream) {
    return Optional.ofNullable(entries.get(stream));
  }

  void tell(ViewMessage.Delta delta) {
    entries.values().forEach(entry -> entry.feed().add(delta));
  }

  List<Entry> all() {
    return new ArrayList<>(entries.values());
  }
}
