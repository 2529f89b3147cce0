package dev.edgewise.cli.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.Certificates;
import dev.edgewise.core.tls.KeyedChain;
import dev.edgewise.core.tls.Pem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a CA. Keys lie in files that only their owner may read from the moment on when they
 * are made. Each file appears whole or not at all.
 */
final class CertFolder {
  private static final String ENDING = ".pem";
  private static final String AUTHORITY = "ca";
  private static final String AUTHORITY_KEY = "ca-key";
  private static final String SECRET = "rw-------";
  private static final String OPEN = "rw-r--r--";

  private final Path folder;

  CertFolder(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  Path folder() {
    return folder;
  }

  /** The CA's certificate, which everybody may have. */
  Path authorityFile() {
    return folder.resolve(AUTHORITY + ENDING);
  }

  /** The CA's key, which nobody else may have. */
  Path authorityKeyFile() {
    return folder.resolve(AUTHORITY_KEY + ENDING);
  }

  /**
   * The file of somebody.
   *
   * @throws CommandFailure with {@code BAD_USAGE} for the names of the CA's own files, which some
   *     file systems would take for the same in capitals too
   */
  Path file(String name) {
    if (List.of(AUTHORITY, AUTHORITY_KEY).contains(name.toLowerCase(Locale.ROOT))) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "nobody can be called '" + name + "'",
              "the CA's own file is " + name + ENDING,
              "choose another name")
          .failure();
    }
    return folder.resolve(name + ENDING);
  }

  /** All files with certificates but the CA's own, by name. */
  List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Set<Path> own = Set.of(authorityFile(), authorityKeyFile());
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ENDING) && !own.contains(file))
          .sorted()
          .toList();
    }
  }

  /** Whether there is a CA, or a part of one. */
  boolean hasAuthority() {
    return isThere(authorityFile()) || isThere(authorityKeyFile());
  }

  static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Reads the CA.
   *
   * @throws CommandFailure with {@code NOT_FOUND} when there is none, {@code BAD_CERTIFICATE} when
   *     it cannot be used
   */
  Authority authority() {
    if (!hasAuthority()) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "there is no CA in " + folder,
              "certificates are issued by one",
              "'edgewise certs init' makes one, --folder names another place")
          .failure();
    }
    KeyedChain own = KeyedChain.read(authorityFile(), authorityKeyFile());
    if (!Certificates.isAuthority(own.certificate())) {
      throw new Problem(
              ErrorCode.BAD_CERTIFICATE,
              authorityFile() + " is no CA's certificate",
              "whoever it belongs to may not issue others",
              "'edgewise certs init --force' makes a new CA, --folder names another place")
          .failure();
    }
    return new Authority(own.certificate(), own.key());
  }

  /** Writes a new CA: the key first, so that a certificate is never there without it. */
  void write(Authority authority) throws IOException {
    makeFolder();
    write(authorityKeyFile(), Pem.write(Pem.PRIVATE_KEY, authority.key().getEncoded()), SECRET);
    write(authorityFile(), pem(authority.certificate()), OPEN);
  }

  /**
   * Writes what was issued, with the certificate of the CA behind it: all that its holder needs.
   */
  void write(Path file, Authority.Issued issued, Authority by) throws IOException {
    makeFolder();
    write(
        file,
        Pem.write(Pem.PRIVATE_KEY, issued.key().getEncoded())
            + pem(issued.certificate())
            + pem(by.certificate()),
        SECRET);
  }

  /** Whether others than its owner may read or change a file; no where there is no such thing. */
  static boolean isOpen(Path file) throws IOException {
    if (!isPosix(file)) {
      return false;
    }
    return Files.getPosixFilePermissions(file).stream()
        .anyMatch(
            each ->
                each != PosixFilePermission.OWNER_READ
                    && each != PosixFilePermission.OWNER_WRITE
                    && each != PosixFilePermission.OWNER_EXECUTE);
  }

  private void makeFolder() throws IOException {
    Files.createDirectories(folder, permissions(folder.toAbsolutePath(), "rwx------"));
  }

  private void write(Path file, String text, String permissions) throws IOException {
    Path part = Files.createTempFile(folder, ".", ".part", permissions(folder, permissions));
    try {
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static FileAttribute<?>[] permissions(Path near, String permissions) {
    return isPosix(near)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String pem(X509Certificate certificate) {
    try {
      return Pem.write(Pem.CERTIFICATE, certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("it was encoded when it was signed", e);
    }
  }
}
