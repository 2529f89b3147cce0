package dev.edgewise.samples.hello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.testkit.TestFleet;
import org.junit.jupiter.api.Test;

final class HelloTest {
  @Test
  void greets_also_when_a_node_crashes() {
    try (TestFleet fleet =
        TestFleet.builder().edge("edge-1").edge("edge-2").host(Hello.class).start()) {
      Hello hello = fleet.edgewise().client(Hello.class);

      assertThat(hello.greet("Ada")).isEqualTo("Hello, Ada!");

      fleet.node("edge-1").crash();
      assertThat(hello.greet("Grace")).isEqualTo("Hello, Grace!");
    }
  }

  @Test
  void says_what_is_wrong_with_a_name() {
    try (TestFleet fleet = TestFleet.builder().edge("edge-1").host(Hello.class).start()) {
      Hello hello = fleet.edgewise().client(Hello.class);

      assertThatThrownBy(() -> hello.greet(" "))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("name: 1 characters");
    }
  }
}
