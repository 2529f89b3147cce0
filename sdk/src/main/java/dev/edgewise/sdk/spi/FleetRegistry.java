package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Publishes a fleet in a registry outside, for programs that look there; found as a service. The
 * fleet itself does not need it: what it knows comes from its agents.
 */
public interface FleetRegistry extends Integration {
  /**
   * Makes ready to publish; nothing is sent yet.
   *
   * @param address with its scheme, as a user wrote it
   * @param ttl an entry of which nothing was reported for so long becomes critical by itself
   * @throws IllegalArgumentException when the address cannot be read; the message says what was
   *     expected
   */
  Connection open(String address, Duration ttl);

  /**
   * The way to a registry. Each method asks once and waits for the answer, a few seconds at most;
   * an {@link IOException} says that the registry is away. For one thread at a time.
   */
  interface Connection extends AutoCloseable {
    /** The ids of all entries there that begin with {@code prefix}. */
    Set<String> ids(String prefix) throws IOException;

    /** Publishes an entry, in the place of one of the same id. */
    void put(Entry entry, Check check) throws IOException;

    /** Says how an entry is; false when the registry knows no such entry (any more). */
    boolean report(String id, Check check) throws IOException;

    /** Removes an entry; one that is not there is no error. */
    void remove(String id) throws IOException;

    @Override
    void close();
  }

  /**
   * Something that can be found.
   *
   * @param id unique in the registry; letters, digits and {@code . : _ ~ [ ] -}
   * @param name what it is looked up by
   * @param host where it listens
   * @param port 1 to 65535
   * @param tags words by which lookups are narrowed
   * @param meta more about it, at most 64 pairs; keys of letters, digits, dashes
   */
  record Entry(
      String id, String name, String host, int port, List<String> tags, Map<String, String> meta) {
    public Entry {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(host, "host");
      tags = List.copyOf(tags);
      meta = Map.copyOf(meta);
    }
  }

  /**
   * How an entry is.
   *
   * @param state what it is worth
   * @param note why, for people
   */
  record Check(State state, String note) {
    public Check {
      requireNonNull(state, "state");
      requireNonNull(note, "note");
    }
  }

  /** Whether an entry is to be used. */
  enum State {
    /** It is. */
    PASSING,
    /** Rather not, but it works. */
    WARNING,
    /** It is not. */
    CRITICAL
  }
}
