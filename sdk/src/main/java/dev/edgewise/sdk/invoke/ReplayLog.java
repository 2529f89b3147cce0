package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a generation keeps so that no node's death takes it away: the chunks that have
 * come, and the newest checkpoint. Bounded: of a generation that is longer than what fits into one
 * request nothing is kept any more, and it ends with its node. Guarded by the lock of its call.
 */
final class ReplayLog {
  private final String id;
  private final long seed;

  /** Bytes of chunks that still fit. */
  private long room;

  private final List<Message> chunks = new ArrayList<>();
  private @Nullable Checkpoint newest;
  private @Nullable String broken;
  private long epoch;

  /**
   * An empty one.
   *
   * @param requestBytes of the request, which travels with the chunks
   */
  ReplayLog(String id, long seed, int requestBytes) {
    this.id = requireNonNull(id, "id");
    this.seed = seed;
    this.room = Resumption.MOST_BYTES - (long) requestBytes;
    if (requestBytes > Resumption.MOST_REQUEST) {
      breakOff("its request is too large to be sent again with what had come");
    }
  }

  /** Takes down a chunk that has come. */
  void add(Message chunk) {
    if (broken != null) {
      return;
    }
    room -= chunk.size() + Resumption.BYTES_BESIDE;
    if (room < 0) {
      breakOff("they are more than the " + (Resumption.MOST_BYTES >> 20) + " MiB that are kept");
    } else {
      chunks.add(chunk);
    }
  }

  /** Takes down a checkpoint, unless it counts chunks that have not come or is an old one. */
  void add(Checkpoint checkpoint) {
    boolean newer = newest == null || checkpoint.step() >= newest.step();
    if (broken == null && newer && checkpoint.chunks() <= chunks.size()) {
      newest = checkpoint;
    }
  }

  /** From now on it cannot go on elsewhere. */
  void breakOff(String because) {
    broken = because;
    chunks.clear();
    newest = null;
  }

  /** Why it cannot go on elsewhere; null while it can. */
  @Nullable String broken() {
    return broken;
  }

  /** What the next node is given; of a broken log what a first node is given. */
  Resumption next() {
    epoch++;
    return new Resumption(id, epoch, seed, chunks, Optional.ofNullable(newest));
  }
}
