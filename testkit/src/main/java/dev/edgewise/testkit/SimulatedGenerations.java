package dev.edgewise.testkit;

import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.host.Fences;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Resumption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The generations of a {@link SimulatedNode}: what it gives for calls of resumable methods, and
 * what that came to. For one thread.
 */
public final class SimulatedGenerations {
  private final VirtualTime time;
  private final SimulatedNode node;
  private final Fences fences = new Fences();
  private final List<SimulatedGeneration> running = new ArrayList<>();
  private UnaryOperator<Checkpoint> spoil = UnaryOperator.identity();
  private int every;
  private int worked;
  private int notResumed;

  SimulatedGenerations(VirtualTime time, SimulatedNode node) {
    this.time = time;
    this.node = node;
  }

  /** Gives a checkpoint after so many chunks each; 0, as it is unless said otherwise, for none. */
  public SimulatedGenerations checkpointEvery(int chunks) {
    every = chunks;
    return this;
  }

  /** What becomes of its checkpoints on their way. */
  public SimulatedGenerations spoils(UnaryOperator<Checkpoint> next) {
    spoil = next;
    return this;
  }

  /** How many chunks it has computed, those included that their caller had. */
  public int worked() {
    return worked;
  }

  /** How many checkpoints it was offered that did not fit. */
  public int notResumed() {
    return notResumed;
  }

  SimulatedGeneration begin(Request request, Resumption come, Link.ItemListener listener) {
    SimulatedGeneration generation = new SimulatedGeneration(time, this, request, come, listener);
    running.add(generation);
    return generation;
  }

  void crash() {
    List.copyOf(running).forEach(SimulatedGeneration::crash);
  }

  void wake() {
    List.copyOf(running).forEach(SimulatedGeneration::wake);
  }

  void ended(SimulatedGeneration generation) {
    running.remove(generation);
  }

  void workedOnce() {
    worked++;
  }

  void notResumedOnce() {
    notResumed++;
  }

  int every() {
    return every;
  }

  Checkpoint spoiled(Checkpoint checkpoint) {
    return spoil.apply(checkpoint);
  }

  Fences fences() {
    return fences;
  }

  boolean isWell() {
    return node.isWell();
  }

  int items() {
    return node.itemCount();
  }

  Duration pace() {
    return node.pace();
  }

  Duration way() {
    return node.way();
  }
}
