package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.core.Escalation;
import dev.edgewise.core.Outcome;
import dev.edgewise.testkit.TestFleet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole way over a fleet in this JVM: client, router, codecs, cascade, both models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CascadeTest {
  private final TestFleet fleet =
      TestFleet.builder().edge("shop").cloud("west1").host(Vision.class).start();

  @AfterAll
  void close() {
    fleet.close();
  }

  @Test
  void where_the_edge_is_sure_its_answer_stands() {
    Outcome.Completed<Faces> astronaut = detect("astronaut.png");
    Outcome.Completed<Faces> rocket = detect("rocket.jpg");

    assertThat(astronaut.node().name()).isEqualTo("shop");
    assertThat(astronaut.escalation()).isInstanceOf(Escalation.Sure.class);
    assertThat(astronaut.value().faces()).hasSize(1);
    assertThat(rocket.node().name()).isEqualTo("shop");
    assertThat(rocket.value().faces()).isEmpty();
  }

  @Test
  void where_the_edge_is_unsure_the_cloud_decides() {
    for (String name : List.of("chelsea.png", "coffee.png")) {
      Outcome.Completed<Faces> outcome = detect(name);

      assertThat(outcome.node().name()).as(name).isEqualTo("west1");
      assertThat(outcome.escalation())
          .isInstanceOfSatisfying(
              Escalation.Escalated.class, e -> assertThat(e.edge()).isEqualTo("shop"));
      assertThat(outcome.value().faces()).as(name).isEmpty();
    }
    assertThat(detect("coffee.png").value().score()).isCloseTo(0.118, within(0.003));
  }

  @Test
  void the_album_comes_from_the_cloud() throws UnreadablePicture {
    List<Frame> frames = List.of(Pictures.bundled("rocket.jpg"), Pictures.bundled("astronaut.png"));

    Album album = fleet.edgewise().client(Vision.class).index(frames, 3);

    assertThat(album.portraits()).extracting(Portrait::picture).containsExactly("astronaut.png");
  }

  @Test
  void a_broken_picture_is_an_exception_of_the_services_own_that_names_it() {
    Vision vision = fleet.edgewise().client(Vision.class);

    assertThatThrownBy(() -> vision.detect(new Frame("broken.png", new byte[] {1, 2, 3})))
        .isInstanceOfSatisfying(
            UnreadablePicture.class, e -> assertThat(e.picture()).isEqualTo("broken.png"))
        .hasMessageContaining("'broken.png' is neither PNG nor JPEG");
  }

  @Test
  void a_series_of_pictures_comes_back_picture_by_picture() {
    Vision vision = fleet.edgewise().client(Vision.class);
    List<Frame> frames =
        List.of(
            Pictures.bundled("astronaut.png"),
            new Frame("broken.png", new byte[] {1, 2, 3}),
            Pictures.bundled("rocket.jpg"));

    try (Stream<Finding> findings = vision.browse(frames)) {
      assertThat(findings)
          .extracting(finding -> finding.faces().map(faces -> faces.faces().size()).orElse(-1))
          .containsExactly(1, -1, 0);
    }
  }

  private Outcome.Completed<Faces> detect(String name) {
    Frame frame = Pictures.bundled(name);
    Outcome<Faces> outcome = fleet.edgewise().call(Vision.class, v -> v.detect(frame));
    assertThat(outcome).as(name).isInstanceOf(Outcome.Completed.class);
    return (Outcome.Completed<Faces>) outcome;
  }
}
