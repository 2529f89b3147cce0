package dev.edgewise.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart makes of each set of values. */
@TestInstance(Lifecycle.PER_CLASS)
final class ChartTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private Chart chart;

  @BeforeAll
  void copy(@TempDir Path folder) {
    chart = new Chart(folder);
  }

  static List<String> valueSets() {
    return Chart.valueSets();
  }

  @Test
  void helm_has_nothing_to_complain_of_in_its_strict_mode() {
    LintResult result = Chart.lint();
    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.startsWith("[WARNING]"));
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void what_is_rendered_keeps_all_rules(String valueSet) {
    Manifests manifests = Manifests.parse(chart.render(valueSet));
    assertThat(manifests.pods()).isNotEmpty();
    assertThat(ChartRules.complaints(manifests)).isEmpty();
  }

  /** Rewrite them with {@code -Dgolden=rewrite}, and read the difference. */
  @ParameterizedTest
  @MethodSource("valueSets")
  void what_is_rendered_is_what_was_looked_at(String valueSet) throws IOException {
    String rendered = chart.render(valueSet);
    Path golden = GOLDEN.resolve(valueSet + ".yaml");
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, rendered);
    }
    assertThat(rendered).isEqualTo(Files.readString(golden));
  }

  @Test
  void a_node_is_called_and_reached_as_its_certificate_says() {
    StatefulSet set = set(Manifests.parse(chart.render("one-zone")), "fleet-edgewise-west1");
    assertThat(set.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
        .containsSubsequence("--node", "$(POD_NAME)")
        .containsSubsequence("--advertise", "$(POD_NAME).fleet-edgewise-west1.shop.svc:7501")
        .containsSubsequence("--tls", "/etc/edgewise/tls/$(POD_NAME).pem");
  }

  @Test
  void cert_manager_issues_the_names_that_nodes_go_by() {
    StatefulSet set = set(Manifests.parse(chart.render("cert-manager")), "fleet-edgewise-west1");
    assertThat(
            set.getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("tls"))
                .findFirst()
                .orElseThrow()
                .getCsi()
                .getVolumeAttributes())
        .containsEntry(
            "csi.cert-manager.io/uri-sans", "edgewise://node/${POD_NAME}?site=west1&tier=cloud")
        .containsEntry(
            "csi.cert-manager.io/dns-names",
            "${POD_NAME}.fleet-edgewise-west1.${POD_NAMESPACE}.svc");
  }

  /** KEDA makes a useless autoscaler of one whose scaler does not answer, and never mends it. */
  @Test
  void scaled_objects_are_not_there_before_the_orchestrator_is() {
    Manifests first = Manifests.parse(chart.render("keda-first"));
    assertThat(first.ofKind("ScaledObject")).isEmpty();
    // Nor may the chart set the number then: the next upgrade would take it back.
    assertThat(set(first, "fleet-edgewise-west1").getSpec().getReplicas()).isNull();
  }

  @Test
  void only_zones_with_a_scale_are_scaled() {
    Manifests manifests = Manifests.parse(chart.render("keda"));
    assertThat(manifests.ofKind("ScaledObject").map(each -> each.getMetadata().getName()))
        .containsExactlyInAnyOrder("fleet-edgewise-west1", "fleet-edgewise-east1");
    assertThat(set(manifests, "fleet-edgewise-fixed").getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void what_runs_without_an_answer_is_within_the_zones_own_bounds() {
    assertThat(
            Manifests.parse(chart.render("keda"))
                .ofKind("ScaledObject")
                .map(each -> each.<Number>get("spec", "fallback", "replicas").intValue()))
        .containsExactlyInAnyOrder(4, 8);
  }

  @Test
  void a_change_of_configuration_restarts_the_pods() {
    assertThat(checksum(chart.render("open")))
        .isNotEqualTo(checksum(chart.render("open", Map.of("orchestrator.config.maxCalls", 513))));
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  void the_configurations_are_what_daemons_read(String valueSet) {
    Manifests manifests = Manifests.parse(chart.render(valueSet));
    for (Manifests.PodOf pod : manifests.pods()) {
      List<String> arguments = pod.container().getArgs();
      int config = arguments.indexOf("--config");
      if (config >= 0) {
        assertThat(
                Configurations.problems(
                    arguments.get(config + 1).replace("/etc/edgewise/", ""),
                    mounted(manifests, pod.name()),
                    arguments.subList(config + 2, arguments.size()).stream()
                        .map(argument -> argument.replace("$(POD_NAME)", pod.name() + "-0"))
                        .toList(),
                    Map.of()))
            .as(pod.name())
            .isEmpty();
      }
    }
  }

  private static Map<String, String> mounted(Manifests manifests, String name) {
    return manifests
        .of(ConfigMap.class)
        .filter(map -> map.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getData();
  }

  @Test
  void the_orchestrator_knows_of_each_zone_that_keda_asks_for() {
    Manifests manifests = Manifests.parse(chart.render("keda"));
    Map<String, String> files = mounted(manifests, "fleet-edgewise-orchestrator");
    assertThat(files.keySet())
        .containsExactlyInAnyOrder("orchestrator.yaml", "zone-west1.yaml", "zone-east1.yaml");
    assertThat(files.get("orchestrator.yaml"))
        .contains("/etc/edgewise/zones/zone-west1.yaml", "/etc/edgewise/zones/zone-east1.yaml");
    assertThat(files.get("zone-east1.yaml")).contains("startedBy: kubernetes", "min: 2", "max: 8");
  }

  private static String checksum(String rendered) {
    return requireNonNull(
        set(Manifests.parse(rendered), "fleet-edgewise-orchestrator")
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getAnnotations()
            .get("checksum/config"));
  }

  private static StatefulSet set(Manifests manifests, String name) {
    return manifests
        .of(StatefulSet.class)
        .filter(set -> set.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
