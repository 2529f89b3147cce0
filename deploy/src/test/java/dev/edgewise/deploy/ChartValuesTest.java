package dev.edgewise.deploy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that make no sense are refused before anything is installed. */
@TestInstance(Lifecycle.PER_CLASS)
final class ChartValuesTest {
  private Chart chart;

  @BeforeAll
  void copy(@TempDir Path folder) {
    chart = new Chart(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "replicas, 2, replicas",
    "image.tag, latest, image.tag",
    "image.digest, sha256:12, image.digest",
    "tls.from, certManager, tls.issuer.name",
    "tls.from, nothing, tls.from",
    "orchestrator.name, Main Street, orchestrator.name",
    "orchestrator.config.bind, 127.0.0.1, orchestrator.config",
    "orchestrator.storage.size, much, orchestrator.storage.size",
    "orchestrator.service.type, ExternalName, orchestrator.service.type",
    "zoneDefaults.drainSeconds, 86400, zoneDefaults.drainSeconds",
    "zones[0].name, West_1, zones.0.name",
    "zones[0].config.grpcPort, 1, zones.0.config",
    "zones[0].scale.min, -1, zones.0.scale",
    "preStopSeconds, 0, preStopSeconds",
    "keda.pollingIntervalSeconds, 0, keda.pollingIntervalSeconds",
  })
  void what_the_schema_does_not_have_is_refused_by_its_name(
      String key, String value, String named) {
    assertThatThrownBy(() -> chart.render("one-zone", Map.of(key, number(value))))
        .hasMessageContaining(named);
  }

  @Test
  void a_zone_must_have_something_to_run() {
    assertThatThrownBy(() -> chart.render("minimal", Map.of("zones[0].name", "west1")))
        .hasMessageContaining("services");
  }

  @Test
  void a_zone_is_there_once() {
    assertThatThrownBy(
            () ->
                chart.render(
                    "one-zone",
                    Map.of("zones[1].name", "west1", "zones[1].services[0]", "/services/a.jar")))
        .hasMessageContaining("west1 is there twice");
  }

  @Test
  void no_two_set_the_number_of_one_zone() {
    assertThatThrownBy(() -> chart.render("keda", Map.of("zones[0].replicas", 2)))
        .hasMessageContaining("two would set one number");
  }

  @Test
  void a_zones_least_is_not_above_its_most() {
    assertThatThrownBy(() -> chart.render("keda", Map.of("zones[0].scale.min", 5)))
        .hasMessageContaining("scale.min is above scale.max");
  }

  @Test
  void a_zone_is_not_called_as_the_orchestrator_is() {
    assertThatThrownBy(() -> chart.render("one-zone", Map.of("zones[0].name", "orchestrator")))
        .hasMessageContaining("no zone can be called orchestrator");
  }

  @Test
  void names_of_pods_fit_into_kubernetes() {
    assertThatThrownBy(
            () ->
                chart.render(
                    "one-zone", Map.of("zones[0].name", "a-zone-with-a-name-that-is-rather-long1")))
        .hasMessageContaining("too long for Kubernetes");
  }

  private static Object number(String value) {
    return value.matches("-?\\d+") ? Integer.valueOf(value) : value;
  }
}
