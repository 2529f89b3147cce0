package dev.edgewise.sdk.wire.decision;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Names;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Text;
import dev.edgewise.core.Trust;
import dev.edgewise.core.rules.NodeRuling;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.RuleFact;
import dev.edgewise.proto.v1.RuleSaid;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.RuleMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Traces of rules as records have them. They are bounded; what comes from a file is checked. */
final class RuleTraces {
  /** Before the call, and of the answers of edge and cloud. */
  private static final int MAX_TRACES = 4;

  private static final int MAX_SAID = 64;
  private static final int MAX_FACTS = 64;
  private static final int MAX_TEXT = 500;

  private RuleTraces() {}

  static void addTo(DecisionRecord.Builder record, List<RuleTrace> traces) {
    traces.stream().limit(MAX_TRACES).forEach(trace -> record.addRules(toProto(trace)));
  }

  private static dev.edgewise.proto.v1.RuleTrace toProto(RuleTrace trace) {
    dev.edgewise.proto.v1.RuleTrace.Builder proto =
        dev.edgewise.proto.v1.RuleTrace.newBuilder()
            .setDigest(trace.digest())
            .setPhase(RuleMessages.toProto(trace.phase()))
            .setVerdict(
                dev.edgewise.proto.v1.RuleVerdict.newBuilder()
                    .setKind(word(trace.verdict().kind()))
                    .setRule(trace.verdict().rule())
                    .setWords(Text.line(trace.verdict().words(), MAX_TEXT)));
    for (RuleTrace.Said said : trace.said()) {
      if (proto.getSaidCount() < MAX_SAID) {
        proto.addSaid(
            RuleSaid.newBuilder()
                .setRule(RuleMessages.toProto(said.rule()))
                .setResult(word(said.result()))
                .setDetail(said.detail()));
      }
    }
    trace.withheld().stream().sorted().limit(MAX_FACTS).forEach(proto::addWithheld);
    trace.facts().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MAX_FACTS)
        .forEach(fact -> proto.addFacts(fact(fact.getKey(), fact.getValue())));
    trace.nodes().forEach(ruling -> proto.addNodes(toProto(ruling)));
    return proto.build();
  }

  private static dev.edgewise.proto.v1.NodeRuling toProto(NodeRuling ruling) {
    return dev.edgewise.proto.v1.NodeRuling.newBuilder()
        .setNode(ruling.node().name())
        .setTier(Protos.toProto(ruling.node().tier()))
        .setSite(ruling.node().site().name())
        .setTrust(word(ruling.node().site().trust()))
        .setObjection(ruling.objection())
        .setFactor(ruling.factor())
        .setRules(ruling.rules())
        .build();
  }

  private static RuleFact fact(String name, Object value) {
    RuleFact.Builder fact = RuleFact.newBuilder().setName(name);
    if (value instanceof Boolean truth) {
      fact.setTruth(truth);
    } else if (value instanceof Long whole) {
      fact.setWhole(whole);
    } else if (value instanceof Double number) {
      fact.setNumber(number);
    } else if (value instanceof Duration duration) {
      fact.setDuration(
          com.google.protobuf.Duration.newBuilder()
              .setSeconds(duration.getSeconds())
              .setNanos(duration.getNano()));
    } else {
      fact.setText(String.valueOf(value));
    }
    return fact.build();
  }

  static List<RuleTrace> of(DecisionRecord record) {
    List<RuleTrace> traces = new ArrayList<>();
    record.getRulesList().stream().limit(MAX_TRACES).forEach(trace -> traces.add(fromProto(trace)));
    return traces;
  }

  private static RuleTrace fromProto(dev.edgewise.proto.v1.RuleTrace proto) {
    List<RuleTrace.Said> said = new ArrayList<>();
    for (RuleSaid one : proto.getSaidList()) {
      said.add(
          new RuleTrace.Said(
              RuleMessages.fromProto(one.getRule()),
              named(RuleTrace.Result.values(), one.getResult(), RuleTrace.Result.FAILED),
              one.getDetail()));
    }
    Map<String, Object> facts = new HashMap<>();
    for (RuleFact fact : proto.getFactsList()) {
      facts.put(fact.getName(), value(fact));
    }
    List<NodeRuling> nodes = new ArrayList<>();
    for (dev.edgewise.proto.v1.NodeRuling one : proto.getNodesList()) {
      if (Names.isValid(one.getNode()) && Names.isValid(one.getSite())) {
        nodes.add(fromProto(one));
      }
    }
    return new RuleTrace(
        proto.getDigest(),
        RuleMessages.fromProto(proto.getPhase()),
        said,
        facts,
        new HashSet<>(proto.getWithheldList()),
        nodes,
        new RuleVerdict(
            named(
                RuleVerdict.Kind.values(), proto.getVerdict().getKind(), RuleVerdict.Kind.NOTHING),
            proto.getVerdict().getRule(),
            proto.getVerdict().getWords()));
  }

  private static NodeRuling fromProto(dev.edgewise.proto.v1.NodeRuling one) {
    Node node =
        new Node(
            one.getNode(),
            Protos.fromProto(one.getTier()).orElse(Tier.EDGE),
            new Site(one.getSite(), named(Trust.values(), one.getTrust(), Trust.SHARED)));
    return new NodeRuling(
        node, one.getObjection(), one.getFactor() >= 1 ? one.getFactor() : 1, one.getRules());
  }

  private static Object value(RuleFact fact) {
    return switch (fact.getValueCase()) {
      case TRUTH -> fact.getTruth();
      case WHOLE -> fact.getWhole();
      case NUMBER -> fact.getNumber();
      case DURATION ->
          Duration.ofSeconds(fact.getDuration().getSeconds(), fact.getDuration().getNanos());
      case TEXT, VALUE_NOT_SET -> fact.getText();
    };
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E named(E[] values, String word, E otherwise) {
    for (E value : values) {
      if (word(value).equals(word)) {
        return value;
      }
    }
    return otherwise;
  }
}
