package dev.edgewise.testkit;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One caller's link to a {@link SimulatedNode}. For one thread. */
final class SimulatedLink implements Link {
  private final SimulatedNode node;
  private final VirtualTime time;
  private final Listener listener;

  SimulatedLink(SimulatedNode node, VirtualTime time, Listener listener) {
    this.node = node;
    this.time = time;
    this.listener = listener;
  }

  @Override
  public Exchange send(Request request, Consumer<Reply> onReply) {
    if (node.isCrashed()) {
      soon(() -> onReply.accept(refused()));
      return () -> {};
    }
    SimulatedJob job = new SimulatedJob(request.body(), onReply);
    time.schedule(node.way(), () -> node.arrive(job));
    return () -> {
      node.giveUp(job);
      soon(() -> job.onReply.accept(new Reply.Lost("cancelled")));
    };
  }

  @Override
  public ItemExchange stream(Request request, ItemListener items) {
    if (node.isCrashed()) {
      soon(() -> items.ended(refused()));
      return ItemExchange.over();
    }
    return node.stream(request, items);
  }

  private static Reply refused() {
    return new Reply.NotRun(ErrorCode.NODE_LOST, "connection refused", Optional.empty());
  }

  @Override
  public void wrong(String decisionId, Duration timeout, Consumer<Boolean> onAnswer) {
    // It keeps nothing.
    ask(timeout, () -> onAnswer.accept(false), () -> onAnswer.accept(false));
  }

  @Override
  public void probe(Duration timeout, Consumer<Optional<Load>> onAnswer) {
    ask(
        timeout,
        () -> onAnswer.accept(Optional.of(node.load())),
        () -> onAnswer.accept(Optional.empty()));
  }

  @Override
  public void describe(Duration timeout, Consumer<Described> onAnswer) {
    ask(
        timeout,
        () ->
            onAnswer.accept(
                new Described.Answer(
                    node.node(), node.methods(), node.load(), node.accelerators())),
        () -> onAnswer.accept(new Described.Failure("no answer")));
  }

  private void ask(Duration timeout, Runnable answered, Runnable silent) {
    time.schedule(
        node.way().multipliedBy(2),
        () -> {
          if (node.isWell()) {
            answered.run();
          } else {
            time.schedule(timeout, silent);
          }
        });
  }

  private void soon(Runnable what) {
    time.schedule(Duration.ZERO, what);
  }

  @Override
  public void reconnect() {}

  @Override
  public void close() {
    node.leave(listener);
  }
}
