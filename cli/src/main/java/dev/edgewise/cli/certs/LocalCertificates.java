package dev.edgewise.cli.certs;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.tls.PeerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A CA that is thrown away with the fleet that it is for, which runs on this machine. Each process
 * gets a file of its own.
 */
public final class LocalCertificates {
  private static final int DAYS = 30;
  private static final String ZONES = "zones";

  private final CertFolder files;
  private final Authority authority;
  private final Shell shell;

  private LocalCertificates(CertFolder files, Authority authority, Shell shell) {
    this.files = files;
    this.authority = authority;
    this.shell = requireNonNull(shell, "shell");
  }

  /** Makes the CA, in the place of what is there: whatever that issued is worthless then. */
  public static LocalCertificates in(Path folder, Shell shell) throws IOException {
    CertFolder files = new CertFolder(folder);
    Authority authority = Authority.create(now(shell), DAYS, shell.random());
    files.write(authority);
    return new LocalCertificates(files, authority, shell);
  }

  private static Instant now(Shell shell) {
    return shell.clock().now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The CA's certificate: what a browser has to believe. */
  public Path authority() {
    return files.authorityFile();
  }

  /** The file of a new orchestrator. */
  public Path orchestrator() {
    return issue(PeerIdentity.orchestrator("orchestrator"));
  }

  /** The file of a new node. */
  public Path node(String name, String site, Tier tier) {
    return issue(PeerIdentity.node(name, site, tier));
  }

  /**
   * The folder with the certificates of nodes that an orchestrator starts itself, {@code zone-1}
   * and on. What else was issued, and the CA's key, is not in it.
   */
  public Path zoneNodes(String zone, int most) {
    CertFolder nodes = new CertFolder(files.folder().resolve(ZONES));
    for (int i = 1; i <= most; i++) {
      Path unused = issue(PeerIdentity.node(zone + "-" + i, zone, Tier.CLOUD), nodes);
    }
    return nodes.folder();
  }

  /** The file of a new application, for no tenant. */
  public Path client(String name) {
    return issue(PeerIdentity.client(name, Optional.empty()));
  }

  /** The file of a new operator. */
  public Path operator(String name) {
    return issue(
        new PeerIdentity(
            PeerIdentity.Role.OPERATOR,
            name,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private Path issue(PeerIdentity identity) {
    return issue(identity, files);
  }

  private Path issue(PeerIdentity identity, CertFolder to) {
    Path file = to.file(identity.name());
    try {
      to.write(
          file,
          authority.issue(identity, HostNames.of(List.of()), now(shell), DAYS, shell.random()),
          authority);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e, e);
    }
    return file;
  }
}
