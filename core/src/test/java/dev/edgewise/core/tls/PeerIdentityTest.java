package dev.edgewise.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.testca.TestCa;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerIdentityTest {
  private static final String FIRST = "abcXYZ019";
  private static final String INNER = FIRST + "._-";

  @Test
  void each_role_has_its_form() {
    assertThat(PeerIdentity.node("edge01", "shop-7", Tier.EDGE).uri())
        .isEqualTo("edgewise://node/edge01?site=shop-7&tier=edge");
    assertThat(PeerIdentity.node("w1-a", "west1", Tier.CLOUD).uri())
        .isEqualTo("edgewise://node/w1-a?site=west1&tier=cloud");
    assertThat(PeerIdentity.client("till-3", Optional.of("shop-7")).uri())
        .isEqualTo("edgewise://client/till-3?tenant=shop-7");
    assertThat(PeerIdentity.client("till-3", Optional.empty()).uri())
        .isEqualTo("edgewise://client/till-3");
    assertThat(PeerIdentity.orchestrator("main").uri()).isEqualTo("edgewise://orchestrator/main");
  }

  @Test
  void what_is_written_is_read_as_the_same() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      PeerIdentity identity = random(random);

      assertThat(PeerIdentity.parse(identity.uri())).isEqualTo(identity);
    }
  }

  /** One character more, less or another: either no identity, or one whose text is just that. */
  @Test
  void no_two_texts_are_the_same_identity() {
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      String text = mutated(random(random).uri(), random);
      try {
        assertThat(PeerIdentity.parse(text).uri()).isEqualTo(text);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "edgewise://",
        "edgewise://node/edge01",
        "edgewise://node/edge01?site=shop-7",
        "edgewise://node/edge01?tier=edge&site=shop-7",
        "edgewise://node/edge01?site=shop-7&tier=EDGE",
        "edgewise://node/edge01?site=shop-7&tier=fog",
        "edgewise://node/edge01?site=shop-7&tier=edge&tier=cloud",
        "edgewise://node/edge01?site=shop-7&tier=edge#x",
        "edgewise://node/edge01/x?site=shop-7&tier=edge",
        "edgewise://node/%65dge01?site=shop-7&tier=edge",
        "edgewise://node/-edge01?site=shop-7&tier=edge",
        "edgewise://node/edge01?site=&tier=edge",
        "edgewise://node/edge01?tenant=t",
        "edgewise://client/till?site=shop-7&tier=edge",
        "edgewise://client/till?tenant=a&tenant=b",
        "edgewise://client/till?tenant=",
        "edgewise://client/till\n",
        "edgewise://client/",
        "edgewise://orchestrator/main?tenant=t",
        "edgewise://orchestrator:443/main",
        "edgewise://me@orchestrator/main",
        "EDGEWISE://orchestrator/main",
        "edgewise://admin/root",
        "spiffe://node/edge01?site=shop-7&tier=edge"
      })
  void what_is_not_one_of_the_forms_is_refused(String text) {
    assertThatThrownBy(() -> PeerIdentity.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_too_long_is_refused() {
    String most = "a".repeat(63);
    assertThat(PeerIdentity.parse(PeerIdentity.node(most, most, Tier.CLOUD).uri()).name())
        .isEqualTo(most);
    assertThatThrownBy(() -> PeerIdentity.parse("edgewise://client/" + "a".repeat(64)))
        .hasMessageContaining("63");
    assertThatThrownBy(() -> PeerIdentity.parse("edgewise://client/" + "a".repeat(1 << 20)))
        .hasMessageContaining("…");
  }

  @Test
  void nobody_has_what_belongs_to_another_role() {
    Optional<String> some = Optional.of("x");
    assertThatThrownBy(
            () ->
                new PeerIdentity(
                    PeerIdentity.Role.NODE, "a", some, Optional.empty(), Optional.empty()))
        .hasMessageContaining("tier");
    assertThatThrownBy(
            () ->
                new PeerIdentity(
                    PeerIdentity.Role.CLIENT, "a", some, Optional.empty(), Optional.empty()))
        .hasMessageContaining("site");
    assertThatThrownBy(
            () ->
                new PeerIdentity(
                    PeerIdentity.Role.ORCHESTRATOR, "a", Optional.empty(), Optional.empty(), some))
        .hasMessageContaining("tenant");
  }

  @Test
  void a_certificate_says_who_its_holder_is() throws CertificateException {
    TestCa ca = new TestCa("test", Instant.parse("2026-12-01T00:00:00Z"));

    assertThat(
            PeerIdentity.of(
                ca.to("https://example.org/x", "edgewise://client/till-3").issue().certificate()))
        .isEqualTo(PeerIdentity.client("till-3", Optional.empty()));
  }

  @Test
  void a_certificate_that_says_nothing_or_too_much_is_nobodys() {
    TestCa ca = new TestCa("test", Instant.parse("2026-12-01T00:00:00Z"));

    assertThatThrownBy(() -> PeerIdentity.of(ca.certificate()))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("says nothing of who its holder is");
    assertThatThrownBy(() -> PeerIdentity.of(ca.to("spiffe://a/b").issue().certificate()))
        .hasMessageContaining("no edgewise:// name");
    assertThatThrownBy(
            () ->
                PeerIdentity.of(
                    ca.to("edgewise://client/a", "edgewise://client/b").issue().certificate()))
        .hasMessageContaining("2 edgewise:// names");
    assertThatThrownBy(
            () ->
                PeerIdentity.of(
                    ca.to("edgewise://client/a", "Edgewise://client/b").issue().certificate()))
        .hasMessageContaining("2 edgewise:// names");
    assertThatThrownBy(() -> PeerIdentity.of(ca.to("edgewise://root/a").issue().certificate()))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining("is no identity");
  }

  private static PeerIdentity random(Random random) {
    String name = name(random);
    return switch (random.nextInt(4)) {
      case 0 ->
          PeerIdentity.node(
              name, name(random), List.of(Tier.EDGE, Tier.CLOUD).get(random.nextInt(2)));
      case 1 ->
          PeerIdentity.client(
              name, random.nextBoolean() ? Optional.of(name(random)) : Optional.empty());
      case 2 -> PeerIdentity.operator(name);
      default -> PeerIdentity.orchestrator(name);
    };
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder().append(one(FIRST, random));
    int more = random.nextInt(5) == 0 ? 62 : random.nextInt(8);
    for (int i = 1; i < more; i++) {
      name.append(one(INNER, random));
    }
    return more == 0 ? name.toString() : name.append(one(FIRST, random)).toString();
  }

  private static char one(String of, Random random) {
    return of.charAt(random.nextInt(of.length()));
  }

  private static String mutated(String text, Random random) {
    int at = random.nextInt(text.length());
    String before = text.substring(0, at);
    char other = one(INNER + "/?&=:#%@ \n\0é", random);
    return switch (random.nextInt(3)) {
      case 0 -> before + text.substring(at + 1);
      case 1 -> before + other + text.substring(at);
      default -> before + other + text.substring(at + 1);
    };
  }
}
