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

  /** One question to the judge. */
  @FunctionalInterface
  private interface Question {
    void ask() throws CertificateException;
  }

  private void ask(String whom, X509Certificate[] chain, Question question)
      throws CertificateException {
    try {
      question.ask();
    } catch (CertificateException e) {
      teller.accept(
          "%s was refused: %s (it showed \"%s\", issued by \"%s\")"
              .formatted(
                  whom,
                  reason(e),
                  Text.line(chain[0].getSubjectX500Principal().getName(), 100),
                  Text.line(chain[0].getIssuerX500Principal().getName(), 100)));
      throw e;
    }
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
    ask("A caller", chain, () -> judge.checkClientTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    ask(
        "What listens at " + engine.getPeerHost() + ":" + engine.getPeerPort(),
        chain,
        () -> {
          judge.checkServerTrusted(chain, authType, engine);
          PeerIdentity peer = PeerIdentity.of(chain[0]);
          Optional<String> objection = expectation.objection(peer);
          if (objection.isPresent()) {
            throw new CertificateException(
                "it is "
                    + peer
                    + ", "
                    + objection.get()
                    + " ("
                    + ErrorCode.PEER_REFUSED.id()
                    + ")");
          }
        });
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
