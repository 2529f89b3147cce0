package dev.edgewise.orchestrator.gateway.generation;

import dev.edgewise.sdk.spi.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One generation: its newest chunks, numbered from 1, and who reads it. Only {@link GenerationBook}
 * changes it. Not thread-safe.
 */
final class KeptGeneration {
  final String id;
  final Claim claim;
  private final List<Message> chunks = new ArrayList<>();
  private final Set<Reader> readers = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Number of the oldest chunk that is kept; of the next one when none is. */
  private long first = 1;

  private long bytes;
  private boolean ended;
  private boolean forgotten;

  /** Since when nobody has read it, or nothing more has come of it. */
  private long idleSince;

  /** How far one client has read. */
  static final class Reader {
    private long next;
    private long movedAt;
    private boolean dropped;

    private Reader(long next, long now) {
      this.next = next;
      this.movedAt = now;
    }

    /** Number of the chunk that it reads next. */
    long next() {
      return next;
    }

    /** Whether it was let go because it had stopped reading while another had not. */
    boolean dropped() {
      return dropped;
    }

    long movedAt() {
      return movedAt;
    }
  }

  KeptGeneration(String id, Claim claim) {
    this.id = id;
    this.claim = claim;
  }

  long first() {
    return first;
  }

  /** Number of the newest chunk; 0 before the first. */
  long last() {
    return first + chunks.size() - 1;
  }

  long bytes() {
    return bytes;
  }

  boolean ended() {
    return ended;
  }

  boolean forgotten() {
    return forgotten;
  }

  boolean unread() {
    return readers.isEmpty();
  }

  int readers() {
    return readers.size();
  }

  /** Whether nobody has read it for so long. */
  boolean idleFor(long nanos, long now) {
    return unread() && now - idleSince >= nanos;
  }

  long idleSince() {
    return idleSince;
  }

  Reader join(long next, long now) {
    Reader reader = new Reader(next, now);
    readers.add(reader);
    return reader;
  }

  /** False when it had left already. */
  boolean leave(Reader reader, long now) {
    boolean there = readers.remove(reader);
    if (there && readers.isEmpty()) {
      idleSince = now;
    }
    return there;
  }

  /** Lets a reader go beside others. */
  void drop(Reader reader) {
    reader.dropped = true;
    readers.remove(reader);
  }

  void add(Message chunk) {
    chunks.add(chunk);
    bytes += chunk.size();
  }

  void end(long now) {
    ended = true;
    idleSince = now;
  }

  void forget() {
    forgotten = true;
  }

  /** The next chunk for a reader; null when there is none yet. */
  @Nullable Message take(Reader reader, long now) {
    if (reader.next > last()) {
      return null;
    }
    Message chunk = chunks.get(Math.toIntExact(reader.next - first));
    reader.next++;
    reader.movedAt = now;
    return chunk;
  }

  /** The reader that has read least; null without any. */
  @Nullable Reader slowest() {
    Reader slowest = null;
    for (Reader reader : readers) {
      if (slowest == null || reader.next < slowest.next) {
        slowest = reader;
      }
    }
    return slowest;
  }

  /** Whether a reader waits for what has not come yet. */
  boolean somebodyWaits() {
    return readers.stream().anyMatch(reader -> reader.next > last());
  }

  /**
   * Lets go of the oldest chunks that all readers have read, until no more than that is left;
   * nothing without readers, since who comes back may lack any.
   *
   * @return how many bytes that freed
   */
  long shrinkTo(long mostBytes) {
    Reader slowest = slowest();
    if (slowest == null) {
      return 0;
    }
    int count = 0;
    long freed = 0;
    while (bytes - freed > mostBytes && first + count < slowest.next) {
      freed += chunks.get(count).size();
      count++;
    }
    chunks.subList(0, count).clear();
    first += count;
    bytes -= freed;
    return freed;
  }
}
