package dev.edgewise.daemon;

import dev.edgewise.core.tls.Credential;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.TlsFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/**
 * Of a connection within this machine, to a daemon by its own files: both ends have the same
 * certificate, in which this machine's loopback need not stand.
 */
final class OwnCertificate {
  private static final char[] NO_PASSWORD = {};

  private OwnCertificate() {}

  /**
   * Opens a connection with what these files hold.
   *
   * @throws SSLPeerUnverifiedException when it is another who answers
   */
  static void connect(HttpsURLConnection connection, TlsFiles files, Instant now)
      throws GeneralSecurityException, IOException {
    Credential own = files.read().credential(now);
    connection.setSSLSocketFactory(context(own).getSocketFactory());
    // Asked only when the host does not stand in the certificate, so that this is not enough.
    connection.setHostnameVerifier(
        (host, session) -> identity(session).filter(own.identity()::equals).isPresent());
    connection.connect();
    Optional<PeerIdentity> peer = connection.getSSLSession().flatMap(OwnCertificate::identity);
    if (!peer.equals(Optional.of(own.identity()))) {
      connection.disconnect();
      throw new SSLPeerUnverifiedException(
          peer.map(PeerIdentity::toString).orElse("somebody without a name in a fleet")
              + " has the port");
    }
  }

  private static SSLContext context(Credential own) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, NO_PASSWORD);
    keys.setKeyEntry(
        "own", own.own().key(), NO_PASSWORD, own.own().chain().toArray(Certificate[]::new));
    KeyManagerFactory shown =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(keys, NO_PASSWORD);
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, NO_PASSWORD);
    for (X509Certificate anchor : own.anchors()) {
      anchors.setCertificateEntry("anchor-" + anchors.size(), anchor);
    }
    TrustManagerFactory believed =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    believed.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), believed.getTrustManagers(), null);
    return context;
  }

  private static Optional<PeerIdentity> identity(SSLSession session) {
    try {
      return Optional.of(PeerIdentity.of((X509Certificate) session.getPeerCertificates()[0]));
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      return Optional.empty();
    }
  }
}
