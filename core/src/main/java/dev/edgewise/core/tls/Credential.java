package dev.edgewise.core.tls;

import static java.util.Objects.requireNonNull;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process shows to its peers, and whom it believes. All of it fits together: the key is the
 * certificate's, which is valid now, says who its holder is, and ends a chain.
 *
 * @param own certificate with its key, and those between it and its CA
 * @param anchors certificates of the CAs whose word is taken; not empty
 * @param identity who the holder of {@code own} is
 */
public record Credential(KeyedChain own, List<X509Certificate> anchors, PeerIdentity identity) {
  public Credential {
    requireNonNull(own, "own");
    anchors = List.copyOf(anchors);
    requireNonNull(identity, "identity");
  }

  static Credential of(TlsFiles.Texts texts, Instant now) {
    TlsFiles files = texts.files();
    KeyedChain all = KeyedChain.of(files.cert(), texts.cert(), files.key(), texts.key());
    X509Certificate leaf = all.certificate();
    if (Certificates.isAuthority(leaf)) {
      throw TlsFiles.unusable(
          files.cert(),
          "the first certificate in it is a CA's, which issues others and is shown to nobody. Name"
              + " the file of a node, a client or an orchestrator",
          null);
    }
    checkValid(files, leaf, now);
    List<X509Certificate> anchors =
        KeyedChain.certificates(files.ca(), texts.ca()).stream()
            .filter(Certificates::isAuthority)
            .toList();
    if (anchors.isEmpty()) {
      throw TlsFiles.unusable(
          files.ca(), "there is no certificate of a CA in it. Name the file of the CA", null);
    }
    try {
      return new Credential(shown(all), anchors, PeerIdentity.of(leaf));
    } catch (CertificateException e) {
      throw TlsFiles.unusable(
          files.cert(), e.getMessage() + ". 'edgewise certs issue' makes one that has", e);
    }
  }

  /**
   * Without CAs that issued themselves: a peer has those, or does not believe them (RFC 8446,
   * 4.4.2).
   */
  private static KeyedChain shown(KeyedChain all) {
    List<X509Certificate> shown = new ArrayList<>(all.chain());
    shown.subList(1, shown.size()).removeIf(Certificates::isSelfIssued);
    return new KeyedChain(shown, all.key());
  }

  private static void checkValid(TlsFiles files, X509Certificate leaf, Instant now) {
    Instant last = leaf.getNotAfter().toInstant();
    if (now.isAfter(last)) {
      throw TlsFiles.unusable(
          files.cert(), "the certificate has expired, on " + last + ". Renew it", null);
    }
    Instant first = leaf.getNotBefore().toInstant();
    if (now.isBefore(first)) {
      throw TlsFiles.unusable(
          files.cert(),
          "the certificate is valid from "
              + first
              + " on, and it is "
              + now
              + " here. Set this machine's clock, or wait",
          null);
    }
  }
}
