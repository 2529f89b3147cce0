package dev.edgewise.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleEvaluation;
import dev.edgewise.core.rules.RuleReading;
import dev.edgewise.core.rules.RuleTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A decision that is replayed from its trace is the same, whatever the rules and facts were. */
final class ReplayTest {
  private static final List<String> CONDITIONS =
      List.of(
          "size > %d00",
          "tenant == 't%d'",
          "size / (size - %d00) > 1",
          "request.frame.width < %d00 || label == 'public'",
          "request.door.matches('^%d') && request.frame.height > 3",
          "int(request.door) > %d",
          "['t1', 't2'].exists(t, t == tenant) != (size < %d00)",
          "deadline < duration('%d00ms')");
  private static final List<String> ACTIONS =
      List.of(
          "escalate",
          "{refuse: No.}",
          "{route: {only: 'node.tier == \"edge\" || size > 300'}}",
          "{route: {avoid: 'node.site == request.door'}}",
          "{route: {weight: 'node.name.startsWith(\"n1\")', factor: 2.5}}");

  @Property(tries = 100)
  void isTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    CelRuleEngine engine = new CelRuleEngine();
    RuleReading reading = engine.read(file(random), Shapes.VISION, true);
    if (!reading.problems().isEmpty()) {
      return; // two of them contradict each other
    }
    Map<String, Object> values = RulesTest.call();
    values.put("size", (long) random.nextInt(10) * 100);
    values.put("tenant", "t" + random.nextInt(10));
    values.put("request.door", random.nextBoolean() ? "" + random.nextInt(9) : "x".repeat(300));
    if (random.nextInt(4) > 0) {
      values.put("request.frame.height", (long) random.nextInt(9));
    }
    RuleEvaluation evaluation =
        engine
            .compile(reading.book())
            .evaluate(Shapes.DETECT, Phase.BEFORE, RulesTest.facts(values));
    for (int i = 0; i < 4; i++) {
      evaluation.of(
          new Node(
              "n" + i,
              random.nextBoolean() ? Tier.EDGE : Tier.CLOUD,
              new Site("" + random.nextInt(9), Trust.OWN)));
    }
    RuleTrace trace = evaluation.trace();
    for (RuleTrace kept : List.of(trace, trace.withoutPayload())) {
      RuleTrace again = engine.replay(kept);
      assertThat(again.verdict()).isEqualTo(kept.verdict());
      assertThat(again.said())
          .extracting(said -> said.result())
          .isEqualTo(kept.said().stream().map(said -> said.result()).toList());
      assertThat(again.nodes()).isEqualTo(kept.nodes());
    }
  }

  private static String file(Random random) {
    List<String> rules = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String condition =
          CONDITIONS.get(random.nextInt(CONDITIONS.size())).formatted(random.nextInt(10));
      rules.add(
          """
            - name: r%d
              applies: shop.v1.Vision/detect
              when: before
              if: |
                %s
              then: %s
          """
              .formatted(i, condition, ACTIONS.get(random.nextInt(ACTIONS.size()))));
    }
    return "rules:\n" + String.join("", rules);
  }
}
