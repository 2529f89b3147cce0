package dev.edgewise.rules.speed;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.core.rules.Facts;
import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.FieldType;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.NodeRuling;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleEvaluation;
import dev.edgewise.core.rules.RuleSet;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.rules.CelRuleEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What rules cost a call: five rules of a method before it, each with two or three comparisons, one
 * of them met and looked at for a node; and two rules about its answer. No rule ends the evaluation
 * early, so all are asked.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class RuleBenchmark {
  private static final String METHOD = "shop.v1.Vision/detect";
  private static final String ONE =
      """
      rules:
        - name: eu-small
          applies: shop.v1.Vision/detect
          when: before
          if: tenant.startsWith("eu-") && size > 1000 && deadline < duration("200ms")
          then: escalate
      """;
  private static final String FIVE =
      """
      rules:
        - {name: big, applies: "*", when: before, if: size > 50000000, then: {refuse: Too big.}}
        - {name: eu, applies: shop.v1.Vision/*, when: before, if: 'tenant.startsWith("eu-") && label != "public"', then: {route: {only: node.site == site}}}
        - {name: soon, applies: shop.v1.Vision/detect, when: before, if: 'deadline < duration("100ms") && via == "gateway"', then: {route: {weight: node.tier == "cloud", factor: 2}}}
        - {name: frame, applies: shop.v1.Vision/detect, when: before, if: request.frame.width * request.frame.height > 8000000, then: escalate}
        - {name: doors, applies: shop.v1.Vision/detect, when: before, if: '["a", "b", "c"].exists(door, door == request.door)', then: {refuse: Not this door.}}
        - {name: sum, applies: shop.v1.Vision/detect, when: after, if: '!answer.number.matches("^[0-9]{6}$")', then: repair}
        - {name: unsure, applies: shop.v1.Vision/detect, when: after, if: 'answer.score < 0.5 && node.tier == "edge"', then: escalate}
      """;

  private final Map<String, Object> values =
      Map.ofEntries(
          Map.entry("tenant", "eu-shop"),
          Map.entry("label", "internal"),
          Map.entry("size", 20_000L),
          Map.entry("deadline", Duration.ofMillis(150)),
          Map.entry("site", "shop"),
          Map.entry("via", ""),
          Map.entry("request.door", "main"),
          Map.entry("request.frame.width", 640L),
          Map.entry("request.frame.height", 480L),
          Map.entry("answer.number", "123456"),
          Map.entry("answer.score", 0.9),
          Map.entry("node.tier", "edge"));
  private final Facts facts = name -> requireNonNull(values.get(name));
  private final Node node = new Node("shop-1", Tier.EDGE, new Site("shop", Trust.OWN));
  private RuleSet one = compile(ONE);
  private RuleSet five = one;

  /** Runs it: the class is on the class path of the module's tests. */
  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(RuleBenchmark.class.getName() + ".*").build()).run();
  }

  /** Reads and compiles the rules. */
  @Setup
  public void read() {
    one = compile(ONE);
    five = compile(FIVE);
  }

  private static RuleSet compile(String file) {
    List<MethodShape> known =
        List.of(
            new MethodShape(
                METHOD,
                false,
                List.of(
                    new FieldShape("frame.width", List.of(1, 1), FieldType.VARINT),
                    new FieldShape("frame.height", List.of(1, 2), FieldType.VARINT),
                    new FieldShape("door", List.of(2), FieldType.TEXT)),
                List.of(
                    new FieldShape("score", List.of(1), FieldType.FLOAT),
                    new FieldShape("number", List.of(2), FieldType.TEXT))));
    CelRuleEngine engine = new CelRuleEngine();
    RuleBook book = engine.read(file, known, true).book();
    if (book.rules().isEmpty()) {
      throw new IllegalStateException("the rules of the benchmark are wrong");
    }
    return engine.compile(book);
  }

  /** One rule with three comparisons, its facts recorded. */
  @Benchmark
  public RuleVerdict one() {
    return one.evaluate(METHOD, Phase.BEFORE, facts).verdict();
  }

  /** Five rules before a call, and one node looked at. */
  @Benchmark
  public NodeRuling fiveAndANode() {
    RuleEvaluation evaluation = five.evaluate(METHOD, Phase.BEFORE, facts);
    return evaluation.of(node);
  }

  /** Two rules about an answer, one with a regular expression. */
  @Benchmark
  public RuleVerdict twoAboutAnAnswer() {
    return five.evaluate(METHOD, Phase.AFTER, facts).verdict();
  }
}
