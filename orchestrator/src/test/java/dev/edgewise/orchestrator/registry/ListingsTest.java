package dev.edgewise.orchestrator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Tier;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.rpc.FakeFleet;
import dev.edgewise.sdk.spi.FleetRegistry.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the registry should say. */
final class ListingsTest {
  private static final String ADDRESS = "[::1]:7443";
  private static final Listings.Self SELF = new Listings.Self(ADDRESS, 7400, "0.2.0");

  private static List<Listing> all(FakeFleet fleet) {
    return Listings.of(fleet.snapshot(), SELF, 100).all();
  }

  private static Entry named(FakeFleet fleet, String name) {
    return all(fleet).stream()
        .map(Listing::entry)
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void an_entry_says_who_where_and_what() {
    FakeFleet fleet =
        new FakeFleet()
            .with(
                "nyc-edge01",
                Tier.EDGE,
                MemberState.ALIVE,
                "",
                FakeFleet.service("shop.v1.Vision", "detect", "index"));

    Entry own = named(fleet, "edgewise-orchestrator");
    assertThat(own.id()).isEqualTo("edgewise:[::1]:7443");
    assertThat(own.host()).isEqualTo("::1");
    assertThat(own.port()).isEqualTo(7443);
    assertThat(own.meta()).containsEntry("version", "0.2.0").containsEntry("http-port", "7400");

    assertThat(named(fleet, "edgewise-node").id()).isEqualTo("edgewise:[::1]:7443:nyc-edge01");
    Entry service = named(fleet, "shop-v1-Vision");
    assertThat(service.id()).isEqualTo("edgewise:[::1]:7443:nyc-edge01:shop.v1.Vision");
    assertThat(service.port()).isEqualTo(7501);
    assertThat(service.tags()).containsExactly("edge", "nyc", "shop");
    assertThat(service.meta())
        .containsEntry("node", "nyc-edge01")
        .containsEntry("tier", "edge")
        .containsEntry("site", "nyc")
        .containsEntry("epoch", "17")
        .containsEntry("version", "0.1.0")
        .containsEntry("service", "shop.v1.Vision")
        .containsEntry("methods", "detect,index")
        .containsEntry("orchestrator", ADDRESS);
  }

  @Test
  void no_service_of_a_node_can_pass_for_the_orchestrator() {
    FakeFleet fleet =
        new FakeFleet()
            .with(
                "rogue",
                Tier.EDGE,
                MemberState.ALIVE,
                "",
                FakeFleet.service("edgewise.orchestrator", "m"),
                FakeFleet.service("Edgewise_Orchestrator", "m"),
                FakeFleet.service("edgewise.node", "m"));

    assertThat(all(fleet))
        .extracting(listing -> listing.entry().name())
        .containsExactly("edgewise-orchestrator", "edgewise-node");
  }

  @Test
  void ids_of_different_services_differ_whatever_they_are_called() {
    Random random = new Random(7);
    Set<String> names = new HashSet<>();
    Set<String> ids = new HashSet<>();
    String letters = "aB0._~:-/ %ä";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int j = random.nextInt(1, 5); j > 0; j--) {
        name.append(letters.charAt(random.nextInt(letters.length())));
      }
      names.add(name.toString());
      ids.add(Listings.encoded(name.toString()));
    }
    assertThat(ids).as("seed 7").hasSameSizeAs(names).allMatch(id -> id.matches("[A-Za-z0-9._~]+"));
  }

  @Test
  void values_fit_into_the_registry() {
    String[] methods =
        IntStream.range(0, 100).mapToObj(i -> "aVeryLongMethodName" + i).toArray(String[]::new);
    FakeFleet fleet =
        new FakeFleet()
            .with(
                "n",
                Tier.EDGE,
                MemberState.DEAD,
                "x".repeat(900),
                FakeFleet.service("a.A", methods));

    String told = named(fleet, "a-A").meta().getOrDefault("methods", "");
    assertThat(told).hasSizeLessThanOrEqualTo(512).startsWith(methods[0]).endsWith(",…");
    assertThat(told.replace(",…", "").split(",")).isSubsetOf(methods);
    assertThat(all(fleet).getLast().check().note()).hasSizeLessThanOrEqualTo(512);
  }

  @Test
  void what_is_too_much_is_left_out_and_counted_and_never_the_orchestrator() {
    FakeFleet fleet = new FakeFleet();
    for (int i = 0; i < 10; i++) {
      fleet.with("n" + i, Tier.EDGE, MemberState.ALIVE, "");
    }

    Listings listings = Listings.of(fleet.snapshot(), SELF, 4);

    assertThat(listings.all()).hasSize(4);
    assertThat(listings.all().getFirst().entry().name()).isEqualTo("edgewise-orchestrator");
    assertThat(listings.leftOut()).isEqualTo(7);
  }
}
