package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.GenerationView;
import dev.edgewise.agent.serve.Progress;
import dev.edgewise.agent.serve.WatchedItems;
import dev.edgewise.agent.serve.WatchedKeeper;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.host.GenerationItems;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import dev.edgewise.sdk.wire.RunFrames;
import java.util.List;
import java.util.Optional;

/**
 * The body of a resumable method at work. The node's board shows how far it is; where its caller
 * called it as a generation, its chunks are numbered and its checkpoints go to the caller too.
 *
 * @param running empty when the caller called it as any other stream
 */
record GenerationRun(BodyRun body, GenerationBoard.Part part, Optional<RunningGeneration> running) {
  GenerationRun {
    requireNonNull(body, "body");
    requireNonNull(part, "part");
    requireNonNull(running, "running");
  }

  /**
   * Begins with it.
   *
   * @param outbox takes the checkpoints
   * @param come how far the generation has come, when it is called as one
   */
  static GenerationRun begin(
      BodyRun body, Outbox outbox, Optional<Resumption> come, Message request) {
    MethodContract contract = body.contract();
    CallContext context = body.context();
    GenerationBoard.Part part =
        body.serving()
            .board()
            .begin(
                context.decisionId(),
                contract.fullName(),
                come.map(known -> (int) Math.min(known.epoch(), Integer.MAX_VALUE)).orElse(1),
                come.map(Resumption::emitted).orElse(List.of()),
                Progress.of(contract, request));
    Optional<RunningGeneration> running =
        come.map(
            known ->
                new RunningGeneration(
                    known.id(),
                    known.epoch(),
                    known.seed(),
                    known.emitted(),
                    known.checkpoint(),
                    RunningGeneration.rootOf(context, request, known.seed())
                        .then(body.service().producer(contract.fullName())),
                    new WatchedKeeper(
                        new Checkpoints(
                            body.serving().states(), context.label(), outbox, contract.fullName()),
                        part)));
    return new GenerationRun(running.map(body::in).orElse(body), part, running);
  }

  /** What goes over the wire for an item. */
  Message framed(Message item) {
    return running.isPresent() ? RunFrames.chunk(running.get().given(), item) : item;
  }

  /**
   * Runs the body until it has no more to give.
   *
   * @param items where that goes; of what the caller has already, nothing
   */
  Ending stream(Message request, ItemSink items) {
    ItemSink lacking =
        running.isPresent()
            ? new GenerationItems(running.get(), items, body.contract().fullName())
            : items;
    Ending ending = body.stream(request, new WatchedItems(lacking, part, running));
    part.ended(GenerationView.State.of(ending.code()));
    return ending;
  }
}
