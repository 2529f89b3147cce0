package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.spi.RunningGeneration;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the board what becomes of the checkpoints of a generation, and leaves them to whoever keeps
 * them. It is made with the generation, before the board knows of it. Thread-safe.
 */
public final class WatchedKeeper implements RunningGeneration.Keeper {
  private final RunningGeneration.Keeper to;
  private volatile GenerationBoard.@Nullable Part part;

  /** A keeper before that one. */
  public WatchedKeeper(RunningGeneration.Keeper to) {
    this.to = requireNonNull(to, "to");
  }

  void isOf(GenerationBoard.Part known) {
    part = known;
  }

  @Override
  public boolean wants(long bytes, Duration cost) {
    return to.wants(bytes, cost);
  }

  @Override
  public void keep(Checkpoint checkpoint) {
    // Before it may be moved elsewhere.
    long bytes = checkpoint.state().remaining();
    to.keep(checkpoint);
    GenerationBoard.Part known = part;
    if (known != null) {
      known.kept(checkpoint.step(), bytes);
    }
  }

  @Override
  public Optional<ByteBuffer> fetch(Checkpoint checkpoint) {
    return to.fetch(checkpoint);
  }

  @Override
  public void notResumed(String because) {
    to.notResumed(because);
    GenerationBoard.Part known = part;
    if (known != null) {
      known.recomputed();
    }
  }

  @Override
  public void resumed(Checkpoint checkpoint) {
    to.resumed(checkpoint);
    GenerationBoard.Part known = part;
    if (known != null) {
      known.resumedAt(checkpoint.step());
    }
  }
}
