package dev.edgewise.testca;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A CA that issues whatever a test asks for, wrong certificates too. Keys are on P-256, signatures
 * ECDSA with SHA-256. Thread-safe; its drafts are not.
 */
public final class TestCa {
  private final String name;
  private final Instant from;
  private final KeyPair keys = keys("EC", 256);
  private final AtomicLong serials = new AtomicLong(1);
  private final X509Certificate certificate;

  /**
   * Makes one.
   *
   * @param commonName under which it issues
   * @param now it and its certificates are valid from an hour before until a day after
   */
  public TestCa(String commonName, Instant now) {
    this.name = "CN=" + commonName;
    this.from = now.minus(Duration.ofHours(1));
    this.certificate = new Draft(true).sign(name, keys, name, keys);
  }

  /** Its own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Its own certificate, in PEM. */
  public String certificatePem() {
    return pem(certificate);
  }

  /** Its own key, in PEM. */
  public String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /** Drafts a certificate with these URIs, good for a server at 127.0.0.1 and for a client. */
  public Draft to(String... uris) {
    Draft draft = new Draft(false);
    for (String uri : uris) {
      draft.names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    }
    return draft.onlyHost("127.0.0.1");
  }

  /** What a certificate is to be like. */
  public final class Draft {
    private final boolean authority;
    private final List<GeneralName> names = new ArrayList<>();
    private List<KeyPurposeId> purposes =
        List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    private Instant first = from;
    private Instant last = from.plus(Duration.ofHours(25));
    private KeyPair pair = keys("EC", 256);

    private Draft(boolean authority) {
      this.authority = authority;
    }

    /** Reached by this address too. */
    public Draft host(String address) {
      names.add(new GeneralName(GeneralName.iPAddress, address));
      return this;
    }

    /** Reached by this address alone. */
    public Draft onlyHost(String address) {
      names.removeIf(each -> each.getTagNo() == GeneralName.iPAddress);
      return host(address);
    }

    /** Not good for a client. */
    public Draft serverOnly() {
      purposes = List.of(KeyPurposeId.id_kp_serverAuth);
      return this;
    }

    /** Not good for a server. */
    public Draft clientOnly() {
      purposes = List.of(KeyPurposeId.id_kp_clientAuth);
      return this;
    }

    /** Valid in this time. */
    public Draft valid(Instant begin, Instant end) {
      first = begin;
      last = end;
      return this;
    }

    /** With a new key of this kind; the length is for RSA and EC. */
    public Draft key(String algorithm, int bits) {
      pair = keys(algorithm, bits);
      return this;
    }

    /** One that nobody but its own key vouches for. */
    public Issued signedByItself() {
      return new Issued(sign("CN=leaf", pair, "CN=leaf", pair), pair.getPrivate(), certificate);
    }

    /** One that this CA vouches for. */
    public Issued issue() {
      return new Issued(sign("CN=leaf", pair, name, keys), pair.getPrivate(), certificate);
    }

    private X509Certificate sign(String subject, KeyPair own, String issuer, KeyPair by) {
      try {
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                BigInteger.valueOf(serials.getAndIncrement()),
                Date.from(first),
                Date.from(last),
                new X500Principal(subject),
                own.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority) {
          builder
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(names.toArray(new GeneralName[0])))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
        }
        return new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
      } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * What was issued.
   *
   * @param certificate its holder's
   * @param key that belongs to it
   * @param believed the CA that its holder believes: the one that issued it, unless said otherwise
   */
  public record Issued(X509Certificate certificate, PrivateKey key, X509Certificate believed) {
    /** Key, certificate and the CA's certificate, as one file has them. */
    public String pem() {
      return keyPem() + certificatePem() + TestCa.pem(believed);
    }

    /** The certificate alone, in PEM. */
    public String certificatePem() {
      return TestCa.pem(certificate);
    }

    /** The key alone, in PEM. */
    public String keyPem() {
      return TestCa.pem("PRIVATE KEY", key.getEncoded());
    }

    /** The same, whose holder believes another CA. */
    public Issued believing(TestCa other) {
      return new Issued(certificate, key, other.certificate);
    }

    /** Puts all of it there in one step, as one renews a certificate. */
    public Path in(Path file) {
      try {
        Path part = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), pem());
        return Files.move(
            part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label, Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der), label);
  }

  private static KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (!algorithm.equals("Ed25519")) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
