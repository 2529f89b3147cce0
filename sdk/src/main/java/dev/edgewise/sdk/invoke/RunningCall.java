package dev.edgewise.sdk.invoke;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CacheNote;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Node;
import dev.edgewise.core.UnsureBand;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.sdk.invoke.CallRecord.StepKind;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.WireReader;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call with one result, which is escalated when it is unsure: then the cloud is asked too, and
 * whatever goes wrong there, the edge's answer stays.
 */
final class RunningCall<R extends @Nullable Object> extends Running<R> {
  private final MethodDefinition<R> method;

  /** Where replies are handled; null where nobody waits for them. */
  private final @Nullable Executor waiting;

  private @Nullable Unsure<R> unsure;

  /**
   * The edge's answer, kept while the cloud is asked.
   *
   * @param broken what a rule has against it, so that it must not be given; empty when it may stand
   */
  private record Unsure<R extends @Nullable Object>(
      R value, Node node, Optional<CacheNote> cache, double confidence, String broken) {}

  /**
   * A call that has not begun.
   *
   * @param waiting runs tasks on the thread that waits for it, when one does
   */
  RunningCall(Invoker invoker, EncodedCall<R> call, @Nullable Executor waiting) {
    super(invoker, call);
    this.method = call.request().method();
    this.waiting = waiting;
  }

  @Override
  Link.Exchange send(Link link, Request outgoing, Node node, int number) {
    Consumer<Reply> onReply = reply -> replied(number, reply);
    return waiting == null ? link.send(outgoing, onReply) : link.send(outgoing, waiting, onReply);
  }

  @Override
  void answered(Leg leg, Reply.Answered reply) {
    Node node = leg.node();
    leg.answered(reply.report(), reply.body().size(), now());
    R value;
    try {
      value = WireReader.decode(method.response(), reply.body());
    } catch (MalformedMessage e) {
      step(leg, "failed", "the answer cannot be read: " + e.getMessage());
      if (!fallBack("the cloud was asked in vain: its answer cannot be read")) {
        end(story().unreadable(String.valueOf(e.getMessage()), node));
      }
      return;
    }
    step(leg, "completed", CallStory.inWords(reply.cache()));
    boolean asked = rules.areAsked() || (unsure == null && node.tier() == Tier.EDGE);
    double confidence =
        method
            .confidence()
            .filter(reader -> asked)
            .map(reader -> reader.applyAsDouble(value))
            .orElse(1.0);
    RuleVerdict ruled = rules.of(reply.body(), node, confidence);
    if (ruled.kind() == RuleVerdict.Kind.REFUSE) {
      end(story().withheld(CallRules.words(ruled), node));
    } else if (ruled.kind() == RuleVerdict.Kind.REPAIR) {
      repair(new Unsure<>(value, node, reply.cache(), confidence, CallRules.words(ruled)));
    } else if (unsure != null) {
      complete(
          value,
          node,
          new Escalation.Escalated(unsure.confidence(), unsure.node().name()),
          reply.cache());
    } else {
      taken(new Unsure<>(value, node, reply.cache(), confidence, ""), ruled);
    }
  }

  /** An answer that may be given: whether it is, or the cloud is asked too. */
  private void taken(Unsure<R> answer, RuleVerdict ruled) {
    Optional<UnsureBand> band = method.contract().cascade();
    boolean edge = answer.node().tier() == Tier.EDGE;
    if (edge
        && (ruled.kind() == RuleVerdict.Kind.ESCALATE
            || band.filter(known -> known.contains(answer.confidence())).isPresent())) {
      unsure = answer;
      place(StepKind.ESCALATION);
    } else {
      Escalation none =
          edge && band.isPresent()
              ? new Escalation.Sure(answer.confidence())
              : new Escalation.None();
      complete(answer.value(), answer.node(), none, answer.cache());
    }
  }

  /** An answer that must not be given: the cloud's is, if there is one that may. */
  private void repair(Unsure<R> answer) {
    if (unsure != null) {
      fallBack("the cloud's answer breaks " + answer.broken());
    } else if (answer.node().tier() == Tier.CLOUD) {
      end(story().withheld("it breaks " + answer.broken(), answer.node()));
    } else {
      unsure = answer;
      place(StepKind.ESCALATION);
    }
  }

  @Override
  boolean isEscalating() {
    return unsure != null;
  }

  @Override
  boolean fallBack(String because) {
    Unsure<R> edge = unsure;
    if (edge == null) {
      return false;
    }
    if (!edge.broken().isEmpty()) {
      end(story().withheld("it breaks " + edge.broken() + "; " + because, edge.node()));
      return true;
    }
    complete(
        edge.value(), edge.node(), new Escalation.Kept(edge.confidence(), because), edge.cache());
    return true;
  }

  private void complete(R value, Node node, Escalation escalation, Optional<CacheNote> cache) {
    end(story().completed(value, node, escalation, cache));
  }
}
