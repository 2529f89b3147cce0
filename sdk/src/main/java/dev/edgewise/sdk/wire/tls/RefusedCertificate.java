package dev.edgewise.sdk.wire.tls;

import static java.util.Objects.requireNonNull;

import java.security.cert.CertificateException;

/**
 * Why a caller's certificate is not accepted. Thrown where only the certificate is known, for who
 * knows the connection to tell.
 */
final class RefusedCertificate extends CertificateException {
  private static final long serialVersionUID = 1;

  private final String words;

  /**
   * @param words for the log, to be read behind who was refused
   * @param judged what was found; its own cause, by which TLS chooses its alert, becomes this one's
   */
  RefusedCertificate(String words, CertificateException judged) {
    super(judged.getMessage(), judged.getCause());
    this.words = requireNonNull(words, "words");
  }

  String words() {
    return words;
  }
}
