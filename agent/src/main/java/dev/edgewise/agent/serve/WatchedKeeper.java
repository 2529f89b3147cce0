package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.spi.RunningGeneration;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells the board what becomes of the checkpoints of a generation, and leaves them to whoever keeps
 * them. Thread-safe.
 */
public final class WatchedKeeper implements RunningGeneration.Keeper {
  private final RunningGeneration.Keeper to;
  private final GenerationBoard.Part part;

  /** A keeper before that one. */
  public WatchedKeeper(RunningGeneration.Keeper to, GenerationBoard.Part part) {
    this.to = requireNonNull(to, "to");
    this.part = requireNonNull(part, "part");
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
    part.kept(checkpoint.step(), bytes);
  }

  @Override
  public Optional<ByteBuffer> fetch(Checkpoint checkpoint) {
    return to.fetch(checkpoint);
  }

  @Override
  public void notResumed(String because) {
    to.notResumed(because);
    part.recomputed();
  }

  @Override
  public void resumed(Checkpoint checkpoint) {
    to.resumed(checkpoint);
    part.resumedAt(checkpoint.step());
  }
}
