package dev.edgewise.core.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.testca.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialTest {
  private static final String WHO = "edgewise://client/till-3";
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final Instant SOON = NOW.plusSeconds(60);

  private final TestCa ca = new TestCa("ours", NOW);
  private final Path folder;

  CredentialTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void one_file_holds_all_that_is_needed(String algorithm) throws IOException {
    TestCa.Issued leaf = issue(algorithm, WHO);
    TlsFiles files =
        TlsFiles.in(write("me.pem", leaf.keyPem() + leaf.certificatePem() + ca.certificatePem()));

    Credential credential = files.read().credential(SOON);

    assertThat(credential.identity().uri()).isEqualTo(WHO);
    assertThat(credential.own().chain()).containsExactly(leaf.certificate());
    assertThat(credential.own().key()).isEqualTo(leaf.key());
    assertThat(credential.anchors()).containsExactly(ca.certificate());
  }

  @Test
  void three_files_do_as_well() throws IOException {
    TestCa.Issued leaf = issue("EC", WHO);
    TestCa other = new TestCa("other", NOW);

    Credential credential =
        new TlsFiles(
                write("c.pem", leaf.certificatePem()),
                write("k.pem", leaf.keyPem()),
                write("ca.pem", other.certificatePem() + ca.certificatePem()))
            .read()
            .credential(SOON);

    assertThat(credential.anchors()).containsExactly(other.certificate(), ca.certificate());
  }

  @Test
  void a_key_of_somebody_else_is_refused() throws IOException {
    TestCa.Issued leaf = issue("EC", WHO);

    refused(
        () -> one(issue("EC", WHO).keyPem() + leaf.certificatePem() + ca.certificatePem()),
        "is not that of the first");
    refused(
        () -> one(issue("RSA", WHO).keyPem() + leaf.certificatePem() + ca.certificatePem()),
        "is no EC key");
  }

  @Test
  void what_is_missing_is_named() throws IOException {
    TestCa.Issued leaf = issue("EC", WHO);

    refused(() -> one(leaf.keyPem()), "no CERTIFICATE");
    refused(() -> one(leaf.certificatePem() + ca.certificatePem()), "0 private keys");
    refused(
        () -> one(leaf.keyPem().repeat(2) + leaf.certificatePem() + ca.certificatePem()),
        "2 private keys");
    refused(() -> one(leaf.keyPem() + leaf.certificatePem()), "no certificate of a CA");
    refused(() -> TlsFiles.in(folder.resolve("away.pem")).read(), "nothing is there");
    refused(() -> TlsFiles.in(folder).read(), "cannot be read");
    refused(() -> one(" ".repeat(TlsFiles.LONGEST + 1)), "more than 1 MiB");
  }

  @Test
  void a_ca_is_no_ones_own() throws IOException {
    TestCa.Issued leaf = issue("EC", WHO);

    refused(
        () -> one(leaf.keyPem() + ca.certificatePem() + leaf.certificatePem()),
        "not that of the first");
    refused(() -> one(ca.keyPem() + ca.certificatePem()), "is a CA's");
  }

  @Test
  void time_is_a_part_of_it() throws IOException {
    TestCa.Issued leaf = issue("EC", WHO);
    TlsFiles.Texts texts =
        TlsFiles.in(write("me.pem", leaf.keyPem() + leaf.certificatePem() + ca.certificatePem()))
            .read();

    refused(() -> texts.credential(NOW.minusSeconds(1)), "Set this machine's clock");
    refused(
        () -> texts.credential(NOW.plus(Duration.ofDays(1)).plusSeconds(1)),
        "has expired, on 2026-12-02");
    assertThat(texts.credential(NOW)).isNotNull();
    assertThat(texts.credential(NOW.plus(Duration.ofDays(1)))).isNotNull();
  }

  @Test
  void one_that_does_not_say_who_its_holder_is_is_refused() throws IOException {
    TestCa.Issued leaf = issue("EC", "spiffe://a/b");

    refused(() -> one(leaf.keyPem() + leaf.certificatePem() + ca.certificatePem()), "certs issue");
  }

  @Test
  void a_key_in_another_form_is_told_how_to_be_converted() throws IOException {
    TestCa.Issued leaf = issue("EC", WHO);
    String old = leaf.keyPem().replace("PRIVATE KEY", "EC PRIVATE KEY");

    refused(() -> one(old + leaf.certificatePem() + ca.certificatePem()), "openssl pkcs8");
    refused(
        () ->
            one(
                leaf.keyPem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")
                    + leaf.certificatePem()
                    + ca.certificatePem()),
        "ENCRYPTED PRIVATE KEY");
  }

  @Test
  void a_text_is_never_told() throws IOException {
    TestCa.Issued leaf = issue("EC", WHO);
    Path file = write("me.pem", leaf.keyPem() + leaf.certificatePem() + ca.certificatePem());

    assertThat(TlsFiles.in(file).read().toString())
        .contains("me.pem")
        .doesNotContain("BEGIN", leaf.keyPem().lines().toList().get(1));
  }

  /** A file that is damaged anywhere is refused by our own error, or is still good. */
  @Test
  void nothing_else_comes_of_a_damaged_file() throws IOException {
    TestCa.Issued leaf = issue("EC", WHO);
    String text = leaf.keyPem() + leaf.certificatePem() + ca.certificatePem();
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder changed = new StringBuilder(text);
      changed.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
      try {
        one(changed.toString());
      } catch (EdgewiseException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.BAD_CERTIFICATE);
      }
    }
  }

  /** Valid for a day from now on. */
  private TestCa.Issued issue(String algorithm, String uri) {
    return ca.to(uri)
        .key(algorithm, algorithm.equals("RSA") ? 2_048 : 256)
        .valid(NOW, NOW.plus(Duration.ofDays(1)))
        .issue();
  }

  private Credential one(String text) {
    try {
      return TlsFiles.in(write("me.pem", text)).read().credential(SOON);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void refused(ThrowingCallable made, String words) {
    assertThatThrownBy(made)
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CERTIFICATE))
        .hasMessageContaining(words)
        .hasMessageContaining("cannot be used");
  }
}
