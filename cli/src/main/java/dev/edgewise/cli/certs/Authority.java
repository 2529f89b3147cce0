package dev.edgewise.cli.certs;

import static java.util.Objects.requireNonNull;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.Certificates;
import dev.edgewise.core.tls.PeerIdentity;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A CA of two levels: itself, and those whom it issues to (RFC 5280). Keys are on the curve P-256
 * and come from the JDK's source of randomness; signatures are ECDSA with SHA-256.
 *
 * @param certificate its own, issued by itself
 * @param key that belongs to it
 */
record Authority(X509Certificate certificate, PrivateKey key) {
  /** So much earlier than now a certificate begins, for clocks that are behind. */
  private static final Duration BACK_DATED = Duration.ofMinutes(1);

  /** 128 bits, of which RFC 5280, 4.1.2.2 wants at most 160 and more than nothing. */
  private static final int SERIAL_BYTES = 16;

  private static final String SIGNATURE = "SHA256withECDSA";

  Authority {
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
  }

  /** A key with the certificate for it. */
  record Issued(PrivateKey key, X509Certificate certificate) {}

  /** What may be done with a key, and by whom a server with it is reached. */
  private record Profile(KeyUsage usage, List<KeyPurposeId> purposes, List<GeneralName> names) {}

  /**
   * Makes a CA. Its name has the first digits of its key's SHA-256 in it, so that two of them are
   * told apart by people too.
   *
   * @param days from now on, ≥ 1
   * @param random for the serial number
   */
  static Authority create(Instant now, int days, RandomGenerator random) {
    try {
      KeyPair pair = newKey();
      X500Principal name =
          new X500Principal("CN=Edgewise CA " + digest(pair.getPublic()).substring(0, 8));
      Profile profile =
          new Profile(new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign), List.of(), List.of());
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              serial(random),
              Date.from(from(now)),
              Date.from(now.plus(days, ChronoUnit.DAYS)),
              name,
              pair.getPublic());
      // It issues to those who issue to nobody.
      extend(builder, new BasicConstraints(0), profile, pair.getPublic(), pair.getPublic());
      return new Authority(signed(builder, pair.getPrivate()), pair.getPrivate());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("every Java makes such keys and signatures", e);
    }
  }

  /**
   * Issues a certificate for a new key. It ends with this CA's own at the latest.
   *
   * @param hosts by which its holder is reached, when it is a server
   * @param days from now on, ≥ 1
   * @throws dev.edgewise.cli.shell.CommandFailure with {@code BAD_CERTIFICATE} when this CA has
   *     expired
   */
  Issued issue(
      PeerIdentity identity,
      List<GeneralName> hosts,
      Instant now,
      int days,
      RandomGenerator random) {
    Instant last = certificate.getNotAfter().toInstant();
    if (!last.isAfter(now)) {
      throw new Problem(
              ErrorCode.BAD_CERTIFICATE,
              "the CA has expired, on " + last,
              "nobody would believe what it issues",
              "make a new one ('edgewise certs init --force'), and issue everybody anew")
          .failure();
    }
    Instant wanted = now.plus(days, ChronoUnit.DAYS);
    try {
      KeyPair pair = newKey();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              certificate.getSubjectX500Principal(),
              serial(random),
              Date.from(from(now)),
              Date.from(wanted.isBefore(last) ? wanted : last),
              new X500Principal("CN=" + identity.name()),
              pair.getPublic());
      extend(
          builder,
          new BasicConstraints(false),
          profile(identity, hosts),
          pair.getPublic(),
          certificate.getPublicKey());
      return new Issued(pair.getPrivate(), signed(builder, key));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("every Java makes such keys and signatures", e);
    }
  }

  private static Profile profile(PeerIdentity identity, List<GeneralName> hosts) {
    List<KeyPurposeId> purposes = new ArrayList<>(List.of(KeyPurposeId.id_kp_clientAuth));
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, identity.uri()));
    if (IssueCommand.isServer(identity.role())) {
      purposes.addFirst(KeyPurposeId.id_kp_serverAuth);
      names.addAll(hosts);
    }
    return new Profile(new KeyUsage(KeyUsage.digitalSignature), purposes, names);
  }

  private static void extend(
      JcaX509v3CertificateBuilder builder,
      BasicConstraints constraints,
      Profile profile,
      PublicKey subject,
      PublicKey issuer)
      throws CertIOException, GeneralSecurityException {
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder
        .addExtension(Extension.basicConstraints, true, constraints)
        .addExtension(Extension.keyUsage, true, profile.usage())
        .addExtension(
            Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subject))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            identifiers.createAuthorityKeyIdentifier(issuer));
    if (!profile.purposes().isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(profile.purposes().toArray(new KeyPurposeId[0])));
    }
    if (!profile.names().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(profile.names().toArray(new GeneralName[0])));
    }
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey by)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(by)));
  }

  private static Instant from(Instant now) {
    return now.minus(BACK_DATED).truncatedTo(ChronoUnit.SECONDS);
  }

  private static BigInteger serial(RandomGenerator random) {
    byte[] bytes = new byte[SERIAL_BYTES];
    random.nextBytes(bytes);
    // Never zero.
    return new BigInteger(1, bytes).setBit(0);
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String digest(PublicKey key) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
  }

  /** What people call it. */
  String name() {
    return Certificates.commonName(certificate.getSubjectX500Principal());
  }
}
