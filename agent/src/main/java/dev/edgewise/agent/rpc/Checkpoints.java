package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.spi.RunningGeneration;
import dev.edgewise.sdk.wire.RunFrames;
import dev.edgewise.serving.state.StateKeeping;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends the checkpoints of one generation to its caller, among the chunks and never waiting for
 * room: one that finds none is left out, since another will come. A state that is too large for
 * that way goes where nodes share, or nowhere.
 */
final class Checkpoints implements RunningGeneration.Keeper {
  private static final Logger LOG = System.getLogger(Checkpoints.class.getName());

  private final StateKeeping.Keeper states;
  private final String method;

  Checkpoints(StateKeeping states, Label label, Outbox outbox, String method) {
    requireNonNull(outbox, "outbox");
    this.states = states.begin(label, placed -> outbox.offer(RunFrames.checkpoint(placed)));
    this.method = requireNonNull(method, "method");
  }

  @Override
  public boolean wants(long bytes, Duration cost) {
    return states.wants(bytes, cost);
  }

  @Override
  public void keep(Checkpoint checkpoint) {
    states.keep(checkpoint);
  }

  @Override
  public Optional<ByteBuffer> fetch(Checkpoint checkpoint) {
    return states.fetch(checkpoint);
  }

  @Override
  public void notResumed(String because) {
    states.notResumed();
    LOG.log(
        Level.INFO,
        "a checkpoint of {0} was not taken up, and all is computed anew: {1}",
        method,
        because);
  }

  @Override
  public void resumed(Checkpoint checkpoint) {
    states.resumed();
  }
}
