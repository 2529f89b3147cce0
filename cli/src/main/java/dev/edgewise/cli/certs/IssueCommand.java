package dev.edgewise.cli.certs;

import com.google.gson.JsonObject;
import dev.edgewise.annotations.Tier;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.PeerIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "issue",
    description = {
      "Issues a certificate, with a new key, in one file.",
      "",
      "The certificate says who its holder is, and its peers go by nothing else: a node has site"
          + " and tier, a client may have a tenant, an operator steers the fleet. Nodes and"
          + " orchestrators are reached by the hosts in theirs; localhost, 127.0.0.1 and ::1 are in"
          + " it always."
    },
    footer = {
      "",
      "Example:",
      "  edgewise certs issue node edge01 --site shop-7 --tier edge --host edge01.lan",
      "  edgewise certs issue orchestrator main --host fleet.example.org",
      "  edgewise certs issue operator ann",
      "  edgewise certs issue client till-3 --tenant shop-7 --days 30",
      "  edgewise certs issue client till-3 --tenant shop-7 --force       renews it"
    })
public final class IssueCommand implements Callable<Integer> {
  /** That of the field: public CAs went to 398 days in 2020. */
  private static final int LONGEST = 397;

  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "node|client|operator|orchestrator",
      description = "What its holder is.")
  private PeerIdentity.Role role = PeerIdentity.Role.CLIENT;

  @Parameters(index = "1", paramLabel = "NAME", description = "Who its holder is.")
  private String name = "";

  @Option(
      names = "--site",
      paramLabel = "SITE",
      description = "Where a node stands; for cloud its zone.")
  private @Nullable String site;

  @Option(names = "--tier", paramLabel = "edge|cloud", description = "The tier of a node.")
  private @Nullable Tier tier;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose calls a client makes.")
  private @Nullable String tenant;

  @Option(
      names = "--host",
      paramLabel = "NAME|IP",
      description = "By which callers reach it; can be given more than once.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--days",
      paramLabel = "DAYS",
      description =
          "How long it is valid, 1 to 397 and no longer than the CA (default: ${DEFAULT-VALUE}).")
  private int days = 90;

  @Option(names = "--force", description = "Replace the file when it is there.")
  private boolean force;

  @Mixin private FolderOption folder = new FolderOption();
  @Mixin private Output output = new Output();

  public IssueCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Days.check("--days", days, 1, LONGEST);
    PeerIdentity identity = identity();
    CertFolder files = folder.in(shell);
    Path file = files.file(name);
    Authority authority = files.authority();
    if (CertFolder.isThere(file) && !force) {
      throw new Problem(
              ErrorCode.ALREADY_THERE,
              file + " is there",
              "its key would be lost",
              "say --force to renew it, or choose another name")
          .failure();
    }
    Instant now = shell.clock().now().truncatedTo(ChronoUnit.SECONDS);
    Authority.Issued issued =
        authority.issue(identity, HostNames.of(hosts), now, days, shell.random());
    files.write(file, issued, authority);
    print(CertFile.of(file, issued.certificate(), authority.certificate(), false, now));
    return ExitCode.OK.value();
  }

  private void print(CertFile made) {
    if (output.isJson()) {
      JsonObject json = Json.document("edgewise.certs.issue/1");
      made.fill(json);
      shell.out().println(Json.of(json));
      return;
    }
    shell
        .out()
        .printf(
            """
            %s is there, for %s, valid until %s.
            %sKey, certificate and the CA's certificate are in this one file: copy it to its machine,
            readable by its user alone.
            """,
            made.file(),
            made.who(),
            made.until(),
            made.hosts().isEmpty()
                ? ""
                : "It is reached as " + String.join(", ", made.hosts()) + ".\n");
  }

  private PeerIdentity identity() {
    boolean isNode = role == PeerIdentity.Role.NODE;
    require(isNode, "--site", site != null);
    require(isNode, "--tier", tier != null);
    if (tenant != null && role != PeerIdentity.Role.CLIENT) {
      throw notFor("--tenant", "a client has a tenant; all others are there for all tenants");
    }
    if (!hosts.isEmpty() && !isServer(role)) {
      throw notFor("--host", "nobody calls one");
    }
    try {
      return new PeerIdentity(
          role,
          name,
          Optional.ofNullable(site),
          Optional.ofNullable(tier),
          Optional.ofNullable(tenant));
    } catch (IllegalArgumentException e) {
      throw new Problem(
              ErrorCode.BAD_USAGE, String.valueOf(e.getMessage()), "", "choose another name")
          .failure();
    }
  }

  /** Nodes and orchestrators call and are called; clients and operators call. */
  static boolean isServer(PeerIdentity.Role role) {
    return role == PeerIdentity.Role.NODE || role == PeerIdentity.Role.ORCHESTRATOR;
  }

  private void require(boolean wanted, String option, boolean given) {
    if (wanted && !given) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "a node needs " + option,
              "its peers go by what its certificate says of it",
              "for example edgewise certs issue node edge01 --site shop-7 --tier edge")
          .failure();
    }
    if (!wanted && given) {
      throw notFor(option, "only a node stands somewhere");
    }
  }

  private CommandFailure notFor(String option, String why) {
    return new Problem(
            ErrorCode.BAD_USAGE,
            option
                + " means nothing for "
                + (role.word().startsWith("o") ? "an " : "a ")
                + role.word(),
            why,
            "leave it out, or issue for another role")
        .failure();
  }
}
