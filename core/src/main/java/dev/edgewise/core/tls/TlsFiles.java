package dev.edgewise.core.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a process has what it shows to its peers and believes of them, each in PEM. All three may
 * be one file, as {@code edgewise certs issue} writes it: such a file is replaced in one step, and
 * never holds a key and a certificate that do not belong together.
 *
 * @param cert its certificate, and those between it and its CA
 * @param key the private key of that certificate, as PKCS#8 and not encrypted
 * @param ca the CAs that its peers have theirs from
 */
public record TlsFiles(Path cert, Path key, Path ca) {
  private static final String CERT = "EDGEWISE_TLS";
  private static final String KEY = CERT + "_KEY";
  private static final String CA = CERT + "_CA";

  /** The variables of {@link #named}; whoever starts others takes them away from them. */
  public static final List<String> VARIABLES = List.of(CERT, KEY, CA);

  /** Bytes; thirty times what the CAs of a large organisation take. */
  static final int LONGEST = 1 << 20;

  public TlsFiles {
    requireNonNull(cert, "cert");
    requireNonNull(key, "key");
    requireNonNull(ca, "ca");
  }

  /** All in one file. */
  public static TlsFiles in(Path file) {
    return new TlsFiles(file, file, file);
  }

  /**
   * Those that the environment names for applications and tools: {@code EDGEWISE_TLS}, and {@code
   * EDGEWISE_TLS_KEY} and {@code EDGEWISE_TLS_CA} where those are files of their own. Empty when it
   * names none.
   */
  public static Optional<TlsFiles> named(Map<String, String> environment) {
    String cert = environment.getOrDefault(CERT, "").strip();
    return cert.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TlsFiles(
                Path.of(cert),
                Path.of(environment.getOrDefault(KEY, cert)),
                Path.of(environment.getOrDefault(CA, cert))));
  }

  /**
   * What the files hold at the moment.
   *
   * @param files they
   * @param cert text of the first
   * @param key text of the second
   * @param ca text of the third
   */
  public record Texts(TlsFiles files, String cert, String key, String ca) {
    /**
     * What they say, when all of it can be used.
     *
     * @throws EdgewiseException with {@code BAD_CERTIFICATE}
     */
    public Credential credential(Instant now) {
      return Credential.of(this, now);
    }

    /** Not what they hold: there is a key among it. */
    @Override
    public String toString() {
      return files.toString();
    }
  }

  /**
   * Reads the files.
   *
   * @throws EdgewiseException with {@code BAD_CERTIFICATE} when one cannot be read
   */
  public Texts read() {
    return new Texts(this, text(cert), text(key), text(ca));
  }

  /**
   * Who the certificate says that this process is, whether or not all of it can be used now.
   *
   * @throws EdgewiseException with {@code BAD_CERTIFICATE} when it does not say
   */
  public PeerIdentity identity() {
    List<X509Certificate> all = KeyedChain.certificates(cert, text(cert));
    if (all.isEmpty()) {
      throw unusable(cert, "there is no CERTIFICATE in it", null);
    }
    try {
      return PeerIdentity.of(all.get(0));
    } catch (CertificateException e) {
      throw unusable(cert, String.valueOf(e.getMessage()), e);
    }
  }

  static String text(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (NoSuchFileException e) {
      throw unusable(file, "nothing is there. Name a file in PEM that this user may read", e);
    } catch (IOException e) {
      throw unusable(file, "it cannot be read (" + e + "). Name one that this user may read", e);
    }
    if (bytes.length > LONGEST) {
      throw unusable(file, "it has more than 1 MiB. Name a file in PEM", null);
    }
    return new String(bytes, ISO_8859_1);
  }

  /**
   * {@code BAD_CERTIFICATE}.
   *
   * @param why and what to do, without a full stop
   */
  static EdgewiseException unusable(Path file, String why, @Nullable Throwable cause) {
    String message = "Keys and certificates in " + file + " cannot be used: " + why + ".";
    return cause == null
        ? EdgewiseException.of(ErrorCode.BAD_CERTIFICATE, message)
        : EdgewiseException.of(ErrorCode.BAD_CERTIFICATE, message, cause);
  }
}
