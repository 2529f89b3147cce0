package dev.edgewise.cli.certs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.core.tls.Certificates;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One certificate as it lies in a file.
 *
 * @param file where it lies
 * @param certificate the first in it
 * @param identity who it says that its holder is; empty for a CA's, and for one that does not say
 * @param ours whether the CA of the folder issued it
 * @param open whether its key can be read by others than its owner
 * @param now when it was looked at
 */
record CertFile(
    Path file,
    X509Certificate certificate,
    Optional<PeerIdentity> identity,
    boolean ours,
    boolean open,
    Instant now) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  CertFile {
    requireNonNull(file, "file");
    requireNonNull(certificate, "certificate");
    requireNonNull(identity, "identity");
    requireNonNull(now, "now");
  }

  /** How it stands with a certificate; the first that fits is told. */
  enum State {
    EXPIRED("expired"),
    NOT_YET("not yet valid"),
    STRANGE("of another CA"),
    OPEN("key readable by others"),
    SOON("expires soon"),
    OK("ok");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static CertFile of(
      Path file, X509Certificate certificate, X509Certificate ca, boolean open, Instant now) {
    return new CertFile(file, certificate, who(certificate), issued(ca, certificate), open, now);
  }

  /**
   * Reads the first certificate of a file.
   *
   * @throws IOException when there is none, or it cannot be read
   */
  static CertFile read(Path file, X509Certificate ca, boolean open, Instant now)
      throws IOException {
    try {
      List<X509Certificate> all = Certificates.of(Pem.read(Files.readString(file, ISO_8859_1)));
      if (all.isEmpty()) {
        throw new IOException("there is no certificate in it");
      }
      return of(file, all.getFirst(), ca, open, now);
    } catch (IllegalArgumentException | CertificateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** How it stands, when what ends within so many days is to be told. */
  State state(int within) {
    if (daysLeft() < 0) {
      return State.EXPIRED;
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      return State.NOT_YET;
    }
    if (!ours) {
      return State.STRANGE;
    }
    if (open) {
      return State.OPEN;
    }
    return daysLeft() < within ? State.SOON : State.OK;
  }

  long daysLeft() {
    return Days.left(certificate.getNotAfter().toInstant(), now);
  }

  /** Its end, and how far away that is, for people. */
  String until() {
    long left = daysLeft();
    return certificate.getNotAfter().toInstant()
        + (left < 0 ? " (over)" : left == 1 ? " (1 day)" : " (" + left + " days)");
  }

  /** Who its holder is, as its own URI, or by name alone. */
  String who() {
    return identity
        .map(PeerIdentity::uri)
        .orElseGet(() -> Certificates.commonName(certificate.getSubjectX500Principal()));
  }

  /** By which its holder is reached, sorted: the JDK gives them in any order. */
  List<String> hosts() {
    List<String> hosts = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
          hosts.add(String.valueOf(name.get(1)));
        }
      }
    } catch (CertificateException e) {
      // One whose names cannot be read is reached by none.
    }
    hosts.sort(Comparator.naturalOrder());
    return hosts;
  }

  String serial() {
    return certificate.getSerialNumber().toString(16);
  }

  /** Of the whole certificate, by which people compare two of them. */
  String sha256() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void fill(JsonObject json) {
    json.addProperty("file", file.toString());
    json.addProperty("who", who());
    identity.ifPresent(
        each -> {
          json.addProperty("role", each.role().word());
          json.addProperty("name", each.name());
          each.site().ifPresent(site -> json.addProperty("site", site));
          each.tier()
              .ifPresent(tier -> json.addProperty("tier", tier.name().toLowerCase(Locale.ROOT)));
          each.tenant().ifPresent(tenant -> json.addProperty("tenant", tenant));
        });
    JsonArray reached = new JsonArray();
    hosts().forEach(reached::add);
    json.add("hosts", reached);
    json.addProperty("issuer", Certificates.commonName(certificate.getIssuerX500Principal()));
    json.addProperty("serial", serial());
    json.addProperty("sha256", sha256());
    json.addProperty("notBefore", certificate.getNotBefore().toInstant().toString());
    json.addProperty("notAfter", certificate.getNotAfter().toInstant().toString());
    json.addProperty("daysLeft", daysLeft());
  }

  private static Optional<PeerIdentity> who(X509Certificate certificate) {
    try {
      return Optional.of(PeerIdentity.of(certificate));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private static boolean issued(X509Certificate ca, X509Certificate certificate) {
    try {
      certificate.verify(ca.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
