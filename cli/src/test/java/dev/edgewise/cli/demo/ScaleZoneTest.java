package dev.edgewise.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ScaleZoneTest {
  private static final Path SAMPLE = Path.of("../samples/tickets");

  /** What the demo shows can be started afterwards, from the sample's own folder. */
  @Test
  void it_is_the_zone_of_the_sample_and_differs_in_its_first_line_and_its_services_alone()
      throws IOException {
    String samples = Files.readString(SAMPLE.resolve("west1.yaml"));

    assertThat(ScaleZone.file(Path.of("tickets.jar")).lines().skip(1))
        .containsExactlyElementsOf(
            samples
                .lines()
                .skip(1)
                .map(line -> line.replace("[target/classes]", "['tickets.jar']"))
                .map(
                    line ->
                        line.replace(
                            ", or a folder of classes such as this one.",
                            ", or folders of classes."))
                .toList());
    assertThat(samples)
        .contains("zone: " + ScaleZone.NAME, "costPerHour: " + ScaleZone.COST_PER_HOUR);
  }

  @Test
  void a_jar_with_a_quote_in_its_name_stays_one_word() {
    assertThat(ScaleZone.file(Path.of("it's.jar"))).contains("services: ['it''s.jar']");
  }
}
