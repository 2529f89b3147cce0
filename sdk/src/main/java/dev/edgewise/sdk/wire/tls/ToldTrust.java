package dev.edgewise.sdk.wire.tls;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;
import dev.edgewise.core.tls.PeerIdentity;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Tells why a peer was refused, which TLS itself tells nobody: the peer gets an alert of one word.
 * Of a caller whose address its engine does not know, whoever has the connection tells.
 * Thread-safe.
 */
final class ToldTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager judge;
  private final Expectation expectation;
  private final Consumer<String> teller;

  ToldTrust(X509ExtendedTrustManager judge, Expectation expectation, Consumer<String> teller) {
    this.judge = requireNonNull(judge, "judge");
    this.expectation = requireNonNull(expectation, "expectation");
    this.teller = requireNonNull(teller, "teller");
  }

  /** What is wrong with a certificate, and which one it is. */
  private static String words(X509Certificate[] chain, CertificateException e) {
    return "%s (it showed \"%s\", issued by \"%s\")"
        .formatted(
            reason(e),
            Text.line(chain[0].getSubjectX500Principal().getName(), 100),
            Text.line(chain[0].getIssuerX500Principal().getName(), 100));
  }

  /** What stands at the bottom says which of the rules it was. */
  private static String reason(Throwable e) {
    Throwable reason = e;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return TlsTroubles.explained(reason.getClass().getSimpleName() + ": " + reason.getMessage());
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      judge.checkClientTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      String caller = engine.getPeerHost();
      if (caller == null) {
        throw new RefusedCertificate(words(chain, e), e);
      }
      teller.accept(refused(caller, words(chain, e)));
      throw e;
    }
  }

  /** For the log. */
  static String refused(String caller, String words) {
    return "A caller at " + Text.line(caller, 100) + " was refused: " + words;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      judge.checkServerTrusted(chain, authType, engine);
      expect(PeerIdentity.of(chain[0]));
    } catch (CertificateException e) {
      teller.accept(
          "What listens at "
              + engine.getPeerHost()
              + ":"
              + engine.getPeerPort()
              + " was refused: "
              + words(chain, e));
      throw e;
    }
  }

  private void expect(PeerIdentity peer) throws CertificateException {
    Optional<String> objection = expectation.objection(peer);
    if (objection.isPresent()) {
      throw new CertificateException(
          "it is " + peer + ", " + objection.get() + " (" + ErrorCode.PEER_REFUSED.id() + ")");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
