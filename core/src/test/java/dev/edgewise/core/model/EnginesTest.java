package dev.edgewise.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EnginesTest {
  private static final ModelEngine LITE = new Named("lite", false);
  private static final ModelEngine SPARE = new Named("spare", true);
  private static final ModelEngine OTHER = new Named("other", false);

  @Test
  void one_that_stands_back_comes_after_the_others_wherever_it_was_found() {
    assertThat(Engines.prefer(List.of(SPARE, LITE, OTHER), List.of()))
        .containsExactly(LITE, OTHER, SPARE);
  }

  @Test
  void those_that_are_named_come_first_in_the_order_of_naming() {
    assertThat(Engines.prefer(List.of(LITE, SPARE, OTHER), List.of("spare", "other")))
        .containsExactly(SPARE, OTHER, LITE);
  }

  @Test
  void a_name_that_none_has_is_refused_with_those_that_are_there() {
    assertThatThrownBy(() -> Engines.prefer(List.of(LITE, SPARE), List.of("none-such")))
        .hasMessageContainingAll("'none-such'", "lite, spare", "edgewise-engine-none-such");
    assertThatThrownBy(() -> Engines.prefer(List.of(), List.of("x")))
        .hasMessageContaining("there are none");
  }

  private static final class Named implements ModelEngine {
    private final String name;
    private final boolean standsBack;

    Named(String name, boolean standsBack) {
      this.name = name;
      this.standsBack = standsBack;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String format() {
      return "x";
    }

    @Override
    public boolean standsBack() {
      return standsBack;
    }

    @Override
    public TensorModel load(String model, ByteBuffer file, EngineOptions options) {
      throw new UnsupportedOperationException();
    }
  }
}
