package dev.edgewise.cli.certs;

import dev.edgewise.cli.shell.Shell;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --folder}, in every command about certificates. */
final class FolderOption {
  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where the CA and its certificates lie (default: certs, in the state folder).")
  private @Nullable Path folder;

  CertFolder in(Shell shell) {
    return new CertFolder(
        folder == null
            ? CertsCommand.defaultFolder(shell.environment())
            : shell.folder().resolve(folder).normalize());
  }
}
