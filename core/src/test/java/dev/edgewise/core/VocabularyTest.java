package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records of the vocabulary refuse what cannot be, and say what they expected. */
final class VocabularyTest {
  private static final Node NODE = new Node("nyc-edge01", Tier.EDGE, new Site("nyc", Trust.OWN));

  @ParameterizedTest
  @ValueSource(strings = {"a", "nyc-edge01", "0", "a.b_c-d", "A1"})
  void a_name_of_letters_digits_and_inner_punctuation_is_valid(String name) {
    assertThat(Names.isValid(name)).isTrue();
    assertThat(Names.check("node", name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", ".", "a b", "a/b", "ü", "a\n", "a\u0000b", "../etc"})
  void any_other_name_is_refused_with_its_kind(String name) {
    assertThat(Names.isValid(name)).isFalse();
    assertThatThrownBy(() -> Names.check("site", name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("site: \"" + Text.line(name, 100) + "\" (expected:");
  }

  @Test
  void a_name_has_at_most_63_characters() {
    assertThat(Names.isValid("a".repeat(63))).isTrue();
    assertThat(Names.isValid("a".repeat(64))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0.3,true", "0.7,true", "0.5,true", "0.29999,false", "0.70001,false", "NaN,true"})
  void the_bounds_of_an_unsure_band_belong_to_it(double confidence, boolean unsure) {
    assertThat(new UnsureBand(0.3, 0.7).contains(confidence)).isEqualTo(unsure);
  }

  @ParameterizedTest
  @CsvSource({"0.7,0.3", "-0.1,0.5", "0.5,1.1", "NaN,0.5", "0.5,NaN"})
  void an_unsure_band_that_is_no_band_is_refused(double from, double to) {
    assertThatThrownBy(() -> new UnsureBand(from, to))
        .hasMessageContaining("expected: 0 ≤ from ≤ to ≤ 1");
  }

  @Test
  void a_completed_outcome_gives_its_value_and_every_other_throws_its_cause() {
    EdgewiseException cause =
        EdgewiseException.ofCall(ErrorCode.EXPIRED, "too late", "nyc-edge01", "d-9", null);
    Duration took = Duration.ofMillis(3);
    assertThat(new Outcome.Completed<>("faces", NODE, new Escalation.None(), "d-9", took).orThrow())
        .isEqualTo("faces");
    List<Outcome<String>> others =
        List.of(
            new Outcome.Refused<>(cause, "d-9", took),
            new Outcome.Expired<>(cause, "d-9", took),
            new Outcome.Failed<>(cause, "d-9", took),
            new Outcome.Cancelled<>(cause, "d-9", took));
    for (Outcome<String> outcome : others) {
      assertThatThrownBy(outcome::orThrow).isSameAs(cause);
      assertThat(outcome.decisionId()).isEqualTo("d-9");
      assertThat(outcome.took()).isEqualTo(took);
    }
  }

  @Test
  void an_exception_of_a_call_carries_code_node_and_decision() {
    EdgewiseException exception =
        EdgewiseException.ofCall(ErrorCode.NODE_LOST, "gone", "nyc-edge01", "d-9", null);
    assertThat(exception).hasMessage("EW6003 gone [decision d-9, node nyc-edge01]");
    assertThat(exception.code()).isEqualTo(ErrorCode.NODE_LOST);
    assertThat(exception.node()).contains("nyc-edge01");
    assertThat(exception.decisionId()).contains("d-9");
    assertThat(EdgewiseException.of(ErrorCode.BAD_USAGE, "no").node()).isEmpty();
  }

  @Test
  void no_two_errors_share_a_code() {
    List<String> ids = Arrays.stream(ErrorCode.values()).map(ErrorCode::id).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("EW[6-9][0-9]{3}"));
  }

  @Test
  void a_load_report_with_impossible_numbers_is_refused() {
    assertThat(new Load(2, 3, 4, Duration.ZERO, false, 1).requestsInFlight()).isEqualTo(5);
    assertThatThrownBy(() -> new Load(-1, 0, 1, Duration.ZERO, false, 1))
        .hasMessageContaining("inFlight -1");
    assertThatThrownBy(() -> new Load(0, -1, 1, Duration.ZERO, false, 1))
        .hasMessageContaining("queued -1");
    assertThatThrownBy(() -> new Load(0, 0, 0, Duration.ZERO, false, 1))
        .hasMessageContaining("slots 0");
    assertThatThrownBy(() -> new Load(0, 0, 1, Duration.ofNanos(-1), false, 1))
        .hasMessageContaining("meanService");
  }

  @Test
  void requests_in_flight_never_overflow_into_the_negative() {
    int most = Integer.MAX_VALUE;
    assertThat(new Load(most, most, 1, Duration.ZERO, false, 1).requestsInFlight()).isEqualTo(most);
  }

  @Test
  void a_report_with_negative_times_is_refused() {
    Load load = new Load(0, 0, 1, Duration.ZERO, false, 1);
    assertThatThrownBy(() -> new CallReport(load, Duration.ofMillis(-1), Duration.ZERO))
        .hasMessageContaining("queueTime");
    assertThatThrownBy(() -> new CallReport(load, Duration.ZERO, Duration.ofMillis(-1)))
        .hasMessageContaining("serviceTime");
  }

  @Test
  void a_contract_needs_a_deadline_and_has_a_full_name() {
    MethodContract detect = contract(Duration.ofSeconds(2));
    assertThat(detect.fullName()).isEqualTo("shop.v1.Vision/detect");
    assertThatThrownBy(() -> contract(Duration.ZERO)).hasMessageContaining("shop.v1.Vision/detect");
    assertThatThrownBy(() -> new Invocation("d", detect, -1, 0, Label.PUBLIC, Optional.empty()))
        .hasMessageContaining("requestBytes: -1");
  }

  @Test
  void views_keep_their_own_copies() {
    Set<String> methods = new HashSet<>(Set.of("a/b"));
    NodeView view = new NodeView(NODE, Liveness.ALIVE, false, methods);
    List<NodeView> nodes = new ArrayList<>(List.of(view));
    FleetView fleet = new FleetView(1, nodes);
    methods.clear();
    nodes.clear();
    assertThat(fleet.nodes()).containsExactly(view);
    assertThat(view.methods()).containsExactly("a/b");
  }

  @Test
  void two_nodes_of_a_view_may_not_share_a_name() {
    NodeView view = new NodeView(NODE, Liveness.ALIVE, false, Set.of());
    assertThatThrownBy(() -> new FleetView(1, List.of(view, view)))
        .hasMessageContaining("nyc-edge01");
  }

  @Test
  void only_alive_and_islanded_nodes_take_calls() {
    assertThat(Arrays.stream(Liveness.values()).filter(Liveness::takesCalls))
        .containsExactly(Liveness.ALIVE, Liveness.ISLANDED);
  }

  @Test
  void a_score_below_its_sum_is_refused() {
    Duration zero = Duration.ZERO;
    assertThatThrownBy(
            () ->
                new Score(zero, zero, zero, zero, zero, Optional.empty(), Optional.empty(), 0, 0.9))
        .hasMessageContaining("penalty: 0.9");
  }

  @Test
  void the_clock_of_the_machine_does_not_go_back() {
    long before = Clock.system().nanos();
    assertThat(Clock.system().nanos() - before).isNotNegative();
  }

  private static MethodContract contract(Duration deadline) {
    return new MethodContract(
        "shop.v1.Vision", "detect", Tier.EDGE, deadline, true, Label.INTERNAL, Optional.empty());
  }
}
