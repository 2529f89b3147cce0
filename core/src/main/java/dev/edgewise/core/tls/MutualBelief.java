package dev.edgewise.core.tls;

import dev.edgewise.core.EdgewiseException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether two who will meet would believe each other, by their files: each certificate has to come
 * from a CA that the other one names. Whether they are valid now is not asked, so that it can be
 * told before either of them starts. Pure, but for reading the files.
 */
public final class MutualBelief {
  private MutualBelief() {}

  /**
   * Why one of them would not believe the other.
   *
   * @return words to be read behind the place of {@code theirs}; empty when nothing is wrong
   * @throws EdgewiseException with {@code BAD_CERTIFICATE} when files cannot be read or used
   */
  public static Optional<String> objection(TlsFiles ours, TlsFiles theirs) {
    TlsFiles.Texts our = ours.read();
    TlsFiles.Texts their = theirs.read();
    if (!believes(our, chain(their))) {
      return Optional.of("its certificate is of no CA that " + ours.ca() + " names");
    }
    return believes(their, chain(our))
        ? Optional.empty()
        : Optional.of("it does not name the CA of the certificate in " + ours.cert());
  }

  private static List<X509Certificate> chain(TlsFiles.Texts texts) {
    TlsFiles files = texts.files();
    return KeyedChain.of(files.cert(), texts.cert(), files.key(), texts.key()).chain().stream()
        .filter(each -> !(Certificates.isAuthority(each) && Certificates.isSelfIssued(each)))
        .toList();
  }

  private static boolean believes(TlsFiles.Texts who, List<X509Certificate> shown) {
    List<X509Certificate> anchors =
        KeyedChain.certificates(who.files().ca(), who.ca()).stream()
            .filter(Certificates::isAuthority)
            .toList();
    if (anchors.isEmpty() || shown.isEmpty()) {
      return false;
    }
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              anchors.stream()
                  .map(each -> new TrustAnchor(each, null))
                  .collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      // A moment at which all of the chain was valid, if there is any.
      parameters.setDate(
          shown.stream()
              .map(X509Certificate::getNotBefore)
              .max(Comparator.<Date>naturalOrder())
              .orElseThrow());
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(shown);
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
