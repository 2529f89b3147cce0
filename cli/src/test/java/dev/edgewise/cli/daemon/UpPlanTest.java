package dev.edgewise.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.Golden;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class UpPlanTest {
  private static final List<Path> JARS = List.of(Path.of("app.jar"));
  private static final Map<String, Long> PIDS =
      Map.of(
          "orchestrator",
          4711L,
          "nyc-edge01",
          4712L,
          "london-edge02",
          4713L,
          "west1-a",
          4714L,
          "west1-b",
          4715L);

  @Test
  void the_usual_ports_are_those_of_the_documentation() {
    UpPlan plan = UpPlan.usual(JARS);

    assertThat(plan.orchestrator()).isEqualTo("127.0.0.1:7443");
    assertThat(plan.httpPort()).isEqualTo(7400);
    assertThat(plan.agents())
        .extracting(LocalFleet.Agent::name, LocalFleet.Agent::grpcPort, LocalFleet.Agent::httpPort)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("nyc-edge01", 7501, 7601),
            org.assertj.core.groups.Tuple.tuple("london-edge02", 7502, 7602),
            org.assertj.core.groups.Tuple.tuple("west1-a", 7503, 7603),
            org.assertj.core.groups.Tuple.tuple("west1-b", 7504, 7604));
    assertThat(plan.taken(port -> true)).isEmpty();
  }

  @Test
  void a_port_that_is_taken_is_named_with_whose_it_is_and_what_to_do() {
    Golden.check(
        "up-port-taken.txt",
        UpPlan.usual(JARS).taken(port -> port != 7502).map(Problem::text).orElse("none"));
  }

  @Test
  void free_ports_are_asked_for_one_by_one() {
    AtomicInteger next = new AtomicInteger(20_000);

    UpPlan plan = UpPlan.onFreePorts(JARS, next::incrementAndGet);

    assertThat(plan.orchestrator()).isEqualTo("127.0.0.1:20001");
    assertThat(next).hasValue(20_010);
  }

  @Test
  void what_runs_where_is_told_with_what_to_try() {
    Golden.check(
        "up.txt", UpReport.of(UpPlan.usual(JARS), Path.of("/home/me/up"), PIDS, List.of()).text());
    AtomicInteger next = new AtomicInteger(20_000);
    UpReport report =
        UpReport.of(
            UpPlan.onFreePorts(JARS, next::incrementAndGet), Path.of("/tmp/up"), PIDS, List.of());
    Golden.check("up.json", Json.of(report) + "\n");
    assertThat(report.text()).contains("./edgewise status --orchestrator=127.0.0.1:20001");
  }

  @Test
  void zones_that_size_themselves_take_the_place_of_the_zone_of_two_nodes() {
    Path file = Path.of("west1.yaml");
    UpPlan plan = UpPlan.usual(JARS).serving(Path.of("models")).withZones(List.of(file));

    assertThat(plan.zones()).containsExactly(file);
    assertThat(plan.agents())
        .extracting(LocalFleet.Agent::name)
        .containsExactly("nyc-edge01", "london-edge02");
    assertThat(plan.serving(Path.of("models")).zones()).containsExactly(file);
    Golden.check(
        "up-zones.txt", UpReport.of(plan, Path.of("/home/me/up"), PIDS, List.of("west1")).text());
  }
}
