package dev.edgewise.sdk.wire.tls;

import dev.edgewise.core.tls.PeerIdentity;
import io.grpc.util.AdvancedTlsX509TrustManager.SslSocketAndEnginePeerVerifier;
import java.net.Socket;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import javax.net.ssl.SSLEngine;

/**
 * What is asked of a peer's certificate beside that it is valid and from a CA that is believed: it
 * says who its holder is, and its key is none that can be broken today. Stateless.
 */
final class PeerCheck implements SslSocketAndEnginePeerVerifier {
  /** Bits; the JDK alone would take half as many. */
  private static final int LEAST_RSA = 2_048;

  private static final int LEAST_EC = 256;

  @Override
  public void verifyPeerCertificate(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain[0]);
  }

  @Override
  public void verifyPeerCertificate(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain[0]);
  }

  static void check(X509Certificate certificate) throws CertificateException {
    PeerIdentity identity = PeerIdentity.of(certificate);
    PublicKey key = certificate.getPublicKey();
    boolean weak =
        (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA)
            || (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() < LEAST_EC);
    if (weak) {
      throw new CertificateException(
          "the key of " + identity + " is too short: RSA takes 2048 bits, a curve 256");
    }
  }
}
