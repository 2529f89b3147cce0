package dev.edgewise.core.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** What there is to ask of certificates that the JDK does not answer in one line. Pure. */
public final class Certificates {
  private Certificates() {}

  /**
   * The certificates among blocks, in their order.
   *
   * @throws CertificateException when one is not a certificate
   */
  public static List<X509Certificate> of(List<Pem.Block> blocks) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> found = new ArrayList<>();
    for (Pem.Block block : blocks) {
      if (block.label().equals(Pem.CERTIFICATE)) {
        found.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
      }
    }
    return found;
  }

  /** Whether it may issue others (RFC 5280, 4.2.1.9). */
  public static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  /** Whether it was issued by itself. */
  public static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /** The common name of an issuer or a subject as people read it; all of it when it has none. */
  public static String commonName(javax.security.auth.x500.X500Principal name) {
    String text = name.getName();
    for (String part : text.split(",", -1)) {
      if (part.startsWith("CN=")) {
        return part.substring(3);
      }
    }
    return text;
  }
}
