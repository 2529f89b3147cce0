package dev.edgewise.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.rules.Facts;
import dev.edgewise.core.rules.NodeRuling;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleEvaluation;
import dev.edgewise.core.rules.RuleReading;
import dev.edgewise.core.rules.RuleSet;
import dev.edgewise.core.rules.RuleTrace.Result;
import dev.edgewise.core.rules.RuleVerdict.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What rules say of calls and answers. */
final class RulesTest {
  private static final Node EDGE = new Node("shop-1", Tier.EDGE, new Site("shop", Trust.OWN));
  private static final Node ZONE = new Node("west1-a", Tier.CLOUD, new Site("west1", Trust.SHARED));

  private static final String FILE =
      """
      rules:
        - name: too-big
          applies: "*"
          when: before
          if: size > 50000000
          then:
            refuse: Pictures above 50 MB are not taken.
        - name: eu-stays-here
          applies: shop.v1.Vision/*
          when: before
          if: tenant.matches("^eu-")
          then:
            route:
              only: node.site == site || node.trust == "own"
        - name: rather-not-the-zone
          applies: shop.v1.Vision/detect
          when: before
          if: deadline < duration("500ms")
          then:
            route:
              weight: node.tier == "cloud"
              factor: 3
        - name: large-frames
          applies: shop.v1.Vision/detect
          when: before
          if: request.frame.width * request.frame.height > 8000000
          then: escalate
        - name: no-checksum
          applies: shop.v1.Vision/detect
          when: after
          if: '!answer.number.matches("^[0-9]{6}$")'
          then: repair
        - name: unsure
          applies: shop.v1.Vision/detect
          when: after
          if: answer.score < 0.5 && node.tier == "edge"
          then: escalate
        - name: nothing-of-door-seven
          applies: shop.v1.Vision/detect
          when: after
          if: request.door == "7" && answer.faces.count > 0
          then:
            refuse: Faces at door 7 are not told.
      """;

  private final RuleSet rules = rules(FILE);

  static RuleSet rules(String file) {
    CelRuleEngine engine = new CelRuleEngine();
    RuleReading reading = engine.read(file, Shapes.VISION, true);
    assertThat(reading.problems()).isEmpty();
    return engine.compile(reading.book());
  }

  static Map<String, Object> call() {
    return new HashMap<>(
        Map.of(
            "method", Shapes.DETECT,
            "service", "shop.v1.Vision",
            "tenant", "acme",
            "label", "internal",
            "deadline", Duration.ofSeconds(2),
            "size", 1_000L,
            "site", "shop",
            "via", "",
            "request.door", "3",
            "request.frame.width", 640L));
  }

  static Facts facts(Map<String, Object> values) {
    return name -> {
      Object value = values.get(name);
      if (value == null) {
        throw new Facts.FactMissing(name + " is not there");
      }
      return value;
    };
  }

  private RuleEvaluation before(Map<String, Object> changes) {
    Map<String, Object> values = call();
    values.put("request.frame.height", 480L);
    values.putAll(changes);
    return rules.evaluate(Shapes.DETECT, Phase.BEFORE, facts(values));
  }

  private RuleEvaluation after(String number, double score, long faces, String door) {
    Map<String, Object> values = call();
    values.putAll(
        Map.of(
            "answer.number", number,
            "answer.score", score,
            "answer.faces.count", faces,
            "request.door", door,
            "node.tier", "edge"));
    return rules.evaluate(Shapes.DETECT, Phase.AFTER, facts(values));
  }

  @Test
  void aCallThatNoRuleIsMetForGoesItsWay() {
    RuleEvaluation evaluation = before(Map.of());
    assertThat(evaluation.verdict().kind()).isEqualTo(Kind.NOTHING);
    assertThat(evaluation.routes()).isFalse();
    assertThat(evaluation.of(ZONE)).isEqualTo(NodeRuling.free(ZONE));
    assertThat(evaluation.trace().said()).hasSize(4);
  }

  @Test
  void aRefusalIsTheLastWord() {
    RuleEvaluation evaluation = before(Map.of("size", 60_000_000L));
    assertThat(evaluation.verdict().kind()).isEqualTo(Kind.REFUSE);
    assertThat(evaluation.verdict().rule()).isEqualTo("too-big");
    assertThat(evaluation.verdict().words()).isEqualTo("Pictures above 50 MB are not taken.");
    assertThat(evaluation.trace().said()).hasSize(1);
  }

  @Test
  void routesAddUp() {
    RuleEvaluation evaluation =
        before(Map.of("tenant", "eu-shop", "deadline", Duration.ofMillis(200)));
    assertThat(evaluation.routes()).isTrue();
    assertThat(evaluation.of(EDGE).objection()).isEmpty();
    assertThat(evaluation.of(ZONE).objection())
        .isEqualTo(
            "rule eu-stays-here wants only nodes with node.site == site || node.trust == \"own\"");
    assertThat(before(Map.of("deadline", Duration.ofMillis(200))).of(ZONE).factor()).isEqualTo(3);
  }

  @Test
  void aLargeRequestGoesStraightToTheHeavierBody() {
    RuleEvaluation evaluation =
        before(Map.of("request.frame.width", 4_000L, "request.frame.height", 3_000L));
    assertThat(evaluation.verdict().kind()).isEqualTo(Kind.ESCALATE);
    assertThat(evaluation.verdict().rule()).isEqualTo("large-frames");
  }

  @Test
  void theFirstRuleThatIsMetDecidesAboutAnAnswer() {
    assertThat(after("12345x", 0.9, 0, "3").verdict().kind()).isEqualTo(Kind.REPAIR);
    assertThat(after("123456", 0.3, 0, "3").verdict().kind()).isEqualTo(Kind.ESCALATE);
    assertThat(after("123456", 0.9, 2, "7").verdict().kind()).isEqualTo(Kind.REFUSE);
    assertThat(after("123456", 0.9, 2, "3").verdict().kind()).isEqualTo(Kind.NOTHING);
  }

  @Test
  void aRuleThatKeepsSomethingFromHappeningHoldsAlsoWhenItCannotBeEvaluated() {
    Map<String, Object> values = call();
    values.remove("size");
    RuleEvaluation evaluation = rules.evaluate(Shapes.DETECT, Phase.BEFORE, facts(values));
    assertThat(evaluation.verdict().kind()).isEqualTo(Kind.REFUSE);
    assertThat(evaluation.verdict().words())
        .isEqualTo("it could not be evaluated: size is not there");
    assertThat(evaluation.trace().said().get(0).result()).isEqualTo(Result.FAILED);
  }

  @Test
  void aPreferenceThatCannotBeEvaluatedIsLeftOut() {
    Map<String, Object> values = call();
    RuleEvaluation evaluation = rules.evaluate(Shapes.DETECT, Phase.BEFORE, facts(values));
    assertThat(evaluation.trace().said().get(3).result()).isEqualTo(Result.FAILED);
    assertThat(evaluation.verdict().kind()).isEqualTo(Kind.NOTHING);
  }

  @Test
  void aMethodThatNobodyKnowsIsHeldToWhatNeedsNoMessage() {
    String unknown = "shop.v1.Vision/later";
    assertThat(rules.isAbout(unknown)).isTrue();
    assertThat(rules.evaluate(unknown, Phase.BEFORE, facts(call())).verdict().kind())
        .isEqualTo(Kind.NOTHING);
    assertThat(rules.fields(Shapes.DETECT, "answer."))
        .extracting(field -> field.path())
        .containsExactly("score", "number", "faces.count");
  }

  @Test
  void whatIsNotKnownYetIsSaidAndTaken() {
    RuleReading reading =
        new CelRuleEngine()
            .read(
                """
                rules:
                  - name: later
                    applies: shop.v1.Other/act
                    when: before
                    if: request.any.thing > 3
                    then: escalate
                """,
                Shapes.VISION,
                false);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.notes()).singleElement().asString().contains("no node offers shop.v1.Other");
  }
}
