package dev.edgewise.cli.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Tier;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.PeerIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

final class AuthorityTest {
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00.5Z");
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final PeerIdentity NODE = PeerIdentity.node("edge01", "shop-7", Tier.EDGE);
  private static final PeerIdentity CLIENT = PeerIdentity.client("till-3", Optional.of("shop-7"));

  private final Random random = new Random(1);
  private final Authority ca = Authority.create(NOW, 3_650, random);

  private X509Certificate issue(PeerIdentity identity, int days) {
    return ca.issue(identity, HostNames.of(List.of("edge01.lan")), NOW, days, random).certificate();
  }

  @Test
  void a_ca_may_issue_to_those_who_may_not() throws Exception {
    X509Certificate own = ca.certificate();

    assertThat(own.getBasicConstraints()).isZero();
    assertThat(own.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(own.getExtendedKeyUsage()).isNull();
  }

  @Test
  void it_is_valid_a_minute_before_it_was_made_and_so_many_days_after() {
    assertThat(ca.certificate().getNotBefore().toInstant())
        .isEqualTo(Instant.parse("2026-12-01T11:59:00Z"));
    assertThat(ca.certificate().getNotAfter().toInstant())
        .isEqualTo(Instant.parse("2036-11-28T12:00:00Z"));
    X509Certificate leaf = issue(NODE, 90);
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-12-01T11:59:00Z"));
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(Instant.parse("2027-03-01T12:00:00Z"));
  }

  @Test
  void two_of_them_are_told_apart_by_name() {
    assertThat(ca.name()).matches("Edgewise CA [0-9a-f]{8}");
    assertThat(Authority.create(NOW, 1, random).name()).isNotEqualTo(ca.name());
  }

  @Test
  void a_node_is_server_and_client_and_is_reached_by_its_hosts() throws Exception {
    X509Certificate leaf = issue(NODE, 90);

    assertThat(leaf.getVersion()).isEqualTo(3);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getKeyUsage())
        .containsExactly(true, false, false, false, false, false, false, false, false);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER_AUTH, CLIENT_AUTH);
    assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
    assertThat(PeerIdentity.of(leaf)).isEqualTo(NODE);
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=edge01");
    CertFile file = CertFile.of(Path.of("x"), leaf, ca.certificate(), false, NOW);
    assertThat(file.hosts())
        .containsExactly("0:0:0:0:0:0:0:1", "127.0.0.1", "edge01.lan", "localhost");
    assertThat(((ECPublicKey) leaf.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
    assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
  }

  @Test
  void a_client_is_no_server_and_is_not_reached() throws Exception {
    X509Certificate leaf = issue(CLIENT, 90);

    assertThat(leaf.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(leaf.getSubjectAlternativeNames()).hasSize(1);
    assertThat(PeerIdentity.of(leaf)).isEqualTo(CLIENT);
  }

  @Test
  void serial_numbers_are_long_positive_and_differ() {
    X509Certificate one = issue(NODE, 90);
    X509Certificate other = issue(NODE, 90);

    assertThat(one.getSerialNumber()).isPositive().isNotEqualTo(other.getSerialNumber());
    assertThat(one.getSerialNumber().toByteArray()).hasSizeBetween(8, 20);
    assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
  }

  @Test
  void nobody_outlives_the_ca() {
    Authority brief = Authority.create(NOW, 10, random);

    assertThat(brief.issue(CLIENT, List.of(), NOW, 90, random).certificate().getNotAfter())
        .isEqualTo(brief.certificate().getNotAfter());
    assertThatThrownBy(
            () -> brief.issue(CLIENT, List.of(), NOW.plus(Duration.ofDays(10)), 90, random))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            e -> assertThat(e.problem().code()).isEqualTo(ErrorCode.BAD_CERTIFICATE))
        .hasMessageContaining("the CA has expired");
  }

  @Test
  void the_path_is_valid_by_the_rules_of_rfc_5280() throws Exception {
    PKIXParameters rules = new PKIXParameters(Set.of(new TrustAnchor(ca.certificate(), null)));
    rules.setRevocationEnabled(false);
    rules.setDate(Date.from(NOW.plusSeconds(1)));
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");

    assertThat(
            validator.validate(
                CertificateFactory.getInstance("X.509").generateCertPath(List.of(issue(NODE, 90))),
                rules))
        .isNotNull();
  }

  @Test
  void tls_takes_each_for_what_it_may_be_and_for_nothing_else() throws Exception {
    Authority now = Authority.create(Instant.now(), 10, random);
    X509TrustManager trust = trust(now.certificate());
    X509Certificate[] node = {
      now.issue(NODE, HostNames.of(List.of()), Instant.now(), 1, random).certificate()
    };
    X509Certificate[] client = {
      now.issue(CLIENT, List.of(), Instant.now(), 1, random).certificate()
    };
    X509Certificate[] strange = {
      Authority.create(Instant.now(), 10, random)
          .issue(NODE, List.of(), Instant.now(), 1, random)
          .certificate()
    };

    assertThatCode(() -> trust.checkServerTrusted(node, "ECDHE_ECDSA")).doesNotThrowAnyException();
    assertThatCode(() -> trust.checkClientTrusted(node, "EC")).doesNotThrowAnyException();
    assertThatCode(() -> trust.checkClientTrusted(client, "EC")).doesNotThrowAnyException();
    assertThatThrownBy(() -> trust.checkServerTrusted(client, "ECDHE_ECDSA"))
        .hasMessageContaining("Extended key usage");
    assertThatThrownBy(() -> trust.checkServerTrusted(strange, "ECDHE_ECDSA"))
        .hasMessageContaining("unable to find valid certification path");
  }

  private static X509TrustManager trust(X509Certificate anchor) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("ca", anchor);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return (X509TrustManager) factory.getTrustManagers()[0];
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
