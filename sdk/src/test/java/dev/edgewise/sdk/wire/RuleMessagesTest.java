package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.FieldType;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RouteKind;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.proto.v1.FleetRules;
import dev.edgewise.proto.v1.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules there and back. */
final class RuleMessagesTest {
  @Test
  void a_book_comes_back_as_it_was() {
    List<RuleDefinition> rules =
        Stream.of(
                new RuleAction.Refuse("No."),
                new RuleAction.Escalate(),
                new RuleAction.Repair(),
                new RuleAction.Route(RouteKind.ONLY, "node.tier == \"edge\"", 1),
                new RuleAction.Route(RouteKind.AVOID, "node.name == \"a\"", 1),
                new RuleAction.Route(RouteKind.WEIGHT, "node.site == site", 2.5))
            .map(
                action ->
                    new RuleDefinition(
                        action.word(),
                        List.of("shop.v1.Vision/*", "*"),
                        action instanceof RuleAction.Repair ? Phase.AFTER : Phase.BEFORE,
                        action instanceof RuleAction.Escalate ? "" : "size > 3",
                        action))
            .toList();
    List<FieldShape> fields =
        Arrays.stream(FieldType.values())
            .map(type -> new FieldShape("a." + type, List.of(1, 300), type))
            .toList();
    RuleBook book =
        new RuleBook(
            "0123456789abcdef",
            rules,
            List.of(new MethodShape("shop.v1.Vision/detect", true, fields, List.of())));
    assertThat(RuleMessages.fromProto(RuleMessages.toProto(book))).isEqualTo(book);
    assertThat(RuleMessages.fromProto(FleetRules.getDefaultInstance())).isEqualTo(RuleBook.EMPTY);
  }

  @Test
  void a_rule_that_is_not_understood_refuses_what_it_is_about() {
    RuleDefinition rule =
        RuleMessages.fromProto(
            Rule.newBuilder()
                .setName("later")
                .addApplies("shop.v1.Vision/detect")
                .setCondition("size > 3")
                .setAction("quarantine")
                .build());
    assertThat(rule.phase()).isEqualTo(Phase.BEFORE);
    assertThat(rule.condition()).isEmpty();
    assertThat(rule.action()).isInstanceOf(RuleAction.Refuse.class);
    assertThat(rule.isAbout("shop.v1.Vision/detect")).isTrue();
  }
}
