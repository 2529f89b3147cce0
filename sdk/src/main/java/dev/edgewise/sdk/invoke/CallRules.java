package dev.edgewise.sdk.invoke;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Node;
import dev.edgewise.core.Placement;
import dev.edgewise.core.rules.Fact;
import dev.edgewise.core.rules.Facts.FactMissing;
import dev.edgewise.core.rules.NodeRules;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleEvaluation;
import dev.edgewise.core.rules.RuleSet;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.sdk.fleet.Fleet;
import dev.edgewise.sdk.spi.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator's rules say of one call. They are asked when it is first placed, since the
 * first view of the fleet brings them, and hold for all of it. Where no rule is about its method,
 * the router is asked as if there were none. Guarded by the lock of its {@link Running}.
 */
final class CallRules {
  private final Invoker invoker;
  private final EncodedCall<?> call;
  private final Invocation invocation;
  private final String method;
  private final List<RuleEvaluation> answers = new ArrayList<>();
  private @Nullable RuleSet set;
  private @Nullable RuleEvaluation before;
  private @Nullable MessageFields request;
  private boolean unreadable;

  CallRules(Invoker invoker, EncodedCall<?> call) {
    this.invoker = invoker;
    this.call = call;
    this.invocation = call.invocation();
    this.method = invocation.method().fullName();
  }

  /** Where the call may go next, by its rules and the router. */
  Decision place(Tries tries, boolean escalating, long now) {
    Fleet fleet = invoker.fleet();
    FleetView view = fleet.view();
    look(fleet);
    if (refuses()) {
      return new Decision(view.version(), List.of(), refusal());
    }
    NodeRules rules = before != null && before.routes() ? before : NodeRules.NONE;
    boolean heavier = before != null && before.verdict().kind() == RuleVerdict.Kind.ESCALATE;
    if (heavier && !escalating) {
      Decision straight =
          invoker.router().place(invocation, view, tries.next(Optional.of(Tier.CLOUD), rules), now);
      if (straight.placement() instanceof Placement.Run) {
        return straight;
      }
    }
    Optional<Tier> only = escalating ? Optional.of(Tier.CLOUD) : Optional.empty();
    return fleet.inFull(invoker.router().place(invocation, view, tries.next(only, rules), now));
  }

  private void look(Fleet fleet) {
    if (before != null) {
      return;
    }
    Optional<RuleSet> known = fleet.rules().ready();
    unreadable = known.isEmpty() && fleet.rules().areAbout(method);
    if (known.isEmpty()) {
      return;
    }
    if (known.get().isAbout(method)) {
      set = known.get();
      request = new MessageFields(call.body(), set.fields(method, Fact.REQUEST));
      before = set.evaluate(method, Phase.BEFORE, this::fact);
    }
  }

  /** Whether it must not be made at all, as far as rules go. */
  boolean refuses() {
    return unreadable || (before != null && before.verdict().kind() == RuleVerdict.Kind.REFUSE);
  }

  private Placement.Refuse refusal() {
    if (before == null) {
      return new Placement.Refuse(
          ErrorCode.RULES_UNREADABLE,
          "rules of the fleet are about it, and nothing on the class path evaluates them. Add the"
              + " artifact dev.edgewise:edgewise-rules");
    }
    return new Placement.Refuse(ErrorCode.RULE_REFUSED, words(before.verdict()));
  }

  /** What a verdict says, for people. */
  static String words(RuleVerdict verdict) {
    return "rule " + verdict.rule() + (verdict.words().isEmpty() ? "" : ": " + verdict.words());
  }

  /** Whether rules are asked about its answers. */
  boolean areAsked() {
    return set != null;
  }

  /**
   * What rules say of an answer.
   *
   * @param confidence of the answer; 1 where its method has none
   */
  RuleVerdict of(Message answer, Node node, double confidence) {
    if (set == null) {
      return RuleVerdict.NOTHING;
    }
    MessageFields fields = new MessageFields(answer, set.fields(method, Fact.ANSWER));
    RuleEvaluation after =
        set.evaluate(
            method, Phase.AFTER, name -> fact(name, answer.size(), fields, node, confidence));
    answers.add(after);
    return after.verdict();
  }

  /** How rules came to what they said, as far as it may be kept. */
  List<RuleTrace> traces() {
    List<RuleTrace> traces = new ArrayList<>();
    if (before != null) {
      traces.add(before.trace());
      answers.forEach(answer -> traces.add(answer.trace()));
      traces.removeIf(trace -> trace.said().isEmpty());
    }
    boolean secret = invocation.label().compareTo(Label.CONFIDENTIAL) >= 0;
    return secret ? traces.stream().map(RuleTrace::withoutPayload).toList() : List.copyOf(traces);
  }

  private Object fact(String name, int size, MessageFields fields, Node node, double confidence) {
    if (name.startsWith(Fact.ANSWER)) {
      return fields.value(name.substring(Fact.ANSWER.length()));
    }
    return switch (name) {
      case "confidence" -> confidence;
      case "answerSize" -> (long) size;
      case "node.name" -> node.name();
      case "node.tier" -> node.tier().name().toLowerCase(Locale.ROOT);
      case "node.site" -> node.site().name();
      case "node.trust" -> node.site().trust().name().toLowerCase(Locale.ROOT);
      default -> fact(name);
    };
  }

  private Object fact(String name) {
    if (name.startsWith(Fact.REQUEST) && request != null) {
      return request.value(name.substring(Fact.REQUEST.length()));
    }
    return switch (name) {
      case "method" -> method;
      case "service" -> invocation.method().service();
      case "tenant" -> call.request().origin().tenant();
      case "label" -> invocation.label().name().toLowerCase(Locale.ROOT).replace('_', '-');
      case "deadline" -> call.request().timeAllowed();
      case "size" -> (long) invocation.requestBytes();
      case "site" -> invocation.callerSite().orElse("");
      case "via" -> call.request().origin().via();
      default -> throw new FactMissing("there is no fact " + name);
    };
  }
}
