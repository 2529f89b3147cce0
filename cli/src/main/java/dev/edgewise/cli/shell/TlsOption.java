package dev.edgewise.cli.shell;

import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.wire.tls.Tls;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --tls}, in every command that asks a daemon by gRPC. */
public final class TlsOption {
  @Option(
      names = "--tls",
      paramLabel = "FILE",
      description =
          "The certificate to show, with its key and its CA in the same file (default:"
              + " EDGEWISE_TLS, with EDGEWISE_TLS_KEY and EDGEWISE_TLS_CA; else plain text).")
  private @Nullable Path file;

  /**
   * What is shown and believed; empty for plain text.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_CERTIFICATE} when it cannot be used
   */
  Optional<Tls> open(Shell shell) {
    return Optional.ofNullable(file)
        .map(named -> TlsFiles.in(shell.folder().resolve(named)))
        .or(() -> TlsFiles.named(shell.environment()))
        .map(files -> Tls.once(files, shell.clock()));
  }
}
