package dev.edgewise.testkit;

import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import java.util.function.Consumer;

/** A call with one answer at a {@link SimulatedNode}; replied to once. */
final class SimulatedJob {
  final Message answer;
  final Consumer<Reply> onReply;
  long arrived;
  boolean cancelled;
  private boolean replied;

  SimulatedJob(Message answer, Consumer<Reply> onReply) {
    this.answer = answer;
    this.onReply =
        reply -> {
          if (!replied) {
            replied = true;
            onReply.accept(reply);
          }
        };
  }
}
