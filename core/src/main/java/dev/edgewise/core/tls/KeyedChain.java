package dev.edgewise.core.tls;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * A certificate with its private key, which belongs to it, and what stands behind it in its file.
 *
 * @param chain not empty; the first is the key's
 * @param key private
 */
public record KeyedChain(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] PROBE = {1, 2, 3, 4};

  public KeyedChain {
    chain = List.copyOf(chain);
    requireNonNull(key, "key");
  }

  /** Whose the key is. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * Reads both.
   *
   * @throws EdgewiseException with {@code BAD_CERTIFICATE} when they cannot be read, or do not
   *     belong together
   */
  public static KeyedChain read(Path cert, Path key) {
    return of(cert, TlsFiles.text(cert), key, TlsFiles.text(key));
  }

  static KeyedChain of(Path certFile, String certText, Path keyFile, String keyText) {
    List<X509Certificate> chain = certificates(certFile, certText);
    if (chain.isEmpty()) {
      throw TlsFiles.unusable(
          certFile, "there is no CERTIFICATE in it. Name a file in PEM that has one", null);
    }
    PublicKey owner = chain.get(0).getPublicKey();
    PrivateKey key = key(keyFile, keyText, owner);
    if (!belong(owner, key)) {
      throw TlsFiles.unusable(
          keyFile,
          "the key in it is not that of the first certificate in "
              + certFile
              + ". Put those together that were made together",
          null);
    }
    return new KeyedChain(chain, key);
  }

  static List<X509Certificate> certificates(Path file, String text) {
    try {
      return Certificates.of(blocks(file, text));
    } catch (CertificateException e) {
      throw TlsFiles.unusable(
          file, "a block CERTIFICATE in it is none (" + e.getMessage() + "). Get it anew", e);
    }
  }

  private static List<Pem.Block> blocks(Path file, String text) {
    try {
      return Pem.read(text);
    } catch (IllegalArgumentException e) {
      throw TlsFiles.unusable(file, e.getMessage() + ". Get it anew", e);
    }
  }

  private static PrivateKey key(Path file, String text, PublicKey owner) {
    List<Pem.Block> keys =
        blocks(file, text).stream()
            .filter(block -> block.label().endsWith(Pem.PRIVATE_KEY))
            .toList();
    if (keys.size() != 1) {
      throw TlsFiles.unusable(
          file,
          "there are " + keys.size() + " private keys in it. Name a file in PEM that has one",
          null);
    }
    Pem.Block block = keys.get(0);
    if (!block.label().equals(Pem.PRIVATE_KEY)) {
      throw TlsFiles.unusable(
          file,
          "its key is an "
              + block.label()
              + ", and a PRIVATE KEY is read. 'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW'"
              + " makes it one",
          null);
    }
    try {
      return KeyFactory.getInstance(owner.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(block.der()));
    } catch (InvalidKeySpecException e) {
      throw TlsFiles.unusable(
          file,
          "its key is no "
              + owner.getAlgorithm()
              + " key, as its certificate wants. Put those"
              + " together that were made together",
          // The cause may quote what it read.
          null);
    } catch (GeneralSecurityException e) {
      throw TlsFiles.unusable(
          file, "this Java knows no keys of the kind " + owner.getAlgorithm(), e);
    }
  }

  private static boolean belong(PublicKey owner, PrivateKey key) {
    try {
      Signature signature =
          Signature.getInstance(
              switch (owner.getAlgorithm()) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> owner.getAlgorithm();
              });
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(owner);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
