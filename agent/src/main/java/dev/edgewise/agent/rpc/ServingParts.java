package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.CallMeter;
import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.agent.serve.NodeCaching;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Node;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.host.Fences;
import dev.edgewise.serving.state.StateKeeping;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What serving any call needs.
 *
 * @param node who this is
 * @param accelerators what it has beside its processor
 * @param admission decides which calls come in
 * @param caching answers calls again
 * @param streams those that are open
 * @param fences let it work on each generation for its newest owner only
 * @param states what becomes of checkpoints
 * @param health which bodies may run
 * @param meter counts what calls come to
 * @param board is told how far generations are
 * @param threads where bodies run: a thread for each task
 * @param scheduler ends calls whose callers named no deadline
 * @param clock for deadlines and durations
 * @param random for the ids of calls that came without one; thread-safe
 * @param limits what callers may send, and get
 * @param development whether callers are told what bodies throw
 */
record ServingParts(
    Node node,
    List<Accelerator> accelerators,
    Admission admission,
    NodeCaching caching,
    OpenStreams streams,
    Fences fences,
    StateKeeping states,
    HealthWatch health,
    CallMeter meter,
    GenerationBoard board,
    Executor threads,
    Scheduler scheduler,
    Clock clock,
    RandomGenerator random,
    ServerLimits limits,
    boolean development) {
  ServingParts {
    requireNonNull(node, "node");
    accelerators = List.copyOf(accelerators);
    requireNonNull(admission, "admission");
    requireNonNull(caching, "caching");
    requireNonNull(streams, "streams");
    requireNonNull(fences, "fences");
    requireNonNull(states, "states");
    requireNonNull(health, "health");
    requireNonNull(meter, "meter");
    requireNonNull(board, "board");
    requireNonNull(threads, "threads");
    requireNonNull(scheduler, "scheduler");
    requireNonNull(clock, "clock");
    requireNonNull(random, "random");
    requireNonNull(limits, "limits");
  }
}
