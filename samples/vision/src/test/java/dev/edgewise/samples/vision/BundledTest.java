package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Escalation;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.api.Edgewise;
import org.junit.jupiter.api.Test;

final class BundledTest {
  @Test
  void the_edge_is_sure_about_the_thumbnail_so_that_load_stays_there() {
    try (Edgewise eco = Edgewise.local()) {
      Outcome<Faces> outcome = eco.call(Vision.class, vision -> vision.detect(Bundled.thumbnail()));

      assertThat(outcome).isInstanceOf(Outcome.Completed.class);
      assertThat(((Outcome.Completed<Faces>) outcome).escalation())
          .isInstanceOf(Escalation.Sure.class);
    }
  }

  @Test
  void all_pictures_come_along() {
    assertThat(Bundled.frames())
        .extracting(Frame::name)
        .containsExactly("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg");
  }
}
