package dev.edgewise.cli.daemon;

import static java.util.Objects.requireNonNull;

import dev.edgewise.cli.certs.LocalCertificates;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * With what people get into a fleet that asks everybody who they are: files of theirs, since what
 * stands on a screen stands in its history too.
 *
 * @param operator the certificate of who sees and steers the fleet
 * @param client the certificate of an application
 * @param authority the CA's certificate, which a browser has to believe
 * @param pageKey the file with the page's password
 */
record Access(Path operator, Path client, Path authority, Path pageKey) {
  private static final String PAGE = "page";
  private static final Duration LASTS = Duration.ofDays(30);

  Access {
    requireNonNull(operator, "operator");
    requireNonNull(client, "client");
    requireNonNull(authority, "authority");
    requireNonNull(pageKey, "pageKey");
  }

  /** Issues all of it; the orchestrator must run, since it makes the page's key. */
  static Access of(LocalCertificates certificates, String orchestrator, Path folder, Shell shell) {
    Path operator = certificates.operator("operator");
    Path pageKey = folder.resolve("page.key");
    try (Tls tls = Tls.once(TlsFiles.in(operator), shell.clock());
        OperatorClient client = OperatorClient.connect(orchestrator, Optional.of(tls))) {
      try {
        client.revokeKey(PAGE, OrchestratorOption.TIMEOUT);
      } catch (EdgewiseException e) {
        if (e.code() != ErrorCode.NOT_FOUND) {
          throw e;
        }
      }
      write(
          pageKey,
          client
              .addKey(PAGE, Optional.empty(), List.of(), true, LASTS, OrchestratorOption.TIMEOUT)
              .secret());
    }
    return new Access(
        operator, certificates.client("application"), certificates.authority(), pageKey);
  }

  /** For its owner alone, from the moment on when it is made. */
  private static void write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e, e);
    }
  }
}
