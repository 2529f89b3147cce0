package dev.edgewise.cli.certs;

import com.google.gson.JsonArray;
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
      "  edgewise certs issue client till-3 --tenant shop-7 --force       renews it",
      "  edgewise certs issue node w1-1 --count 4 --site w1 --tier cloud --to nodes",
      "                                    w1-1 to w1-4, for a zone that sizes itself"
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

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "How many, by number: west1-1 --count 4 issues west1-1 to west1-4; 1 to 100 (default:"
              + " ${DEFAULT-VALUE}).")
  private int count = 1;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where the files are written, without the CA's key (default: beside the CA).")
  private @Nullable Path to;

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
    List<PeerIdentity> identities = Series.of(name, count).stream().map(this::identity).toList();
    CertFolder own = folder.in(shell);
    CertFolder files = to == null ? own : new CertFolder(shell.folder().resolve(to).normalize());
    List<Path> places = identities.stream().map(each -> files.file(each.name())).toList();
    Authority authority = own.authority();
    if (!force) {
      keep(places);
    }
    Instant now = shell.clock().now().truncatedTo(ChronoUnit.SECONDS);
    List<CertFile> made = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Authority.Issued issued =
          authority.issue(identities.get(i), HostNames.of(hosts), now, days, shell.random());
      files.write(places.get(i), issued, authority);
      made.add(
          CertFile.of(places.get(i), issued.certificate(), authority.certificate(), false, now));
    }
    print(made);
    return ExitCode.OK.value();
  }

  /** Nothing is issued when only one of them is there: half of a series helps nobody. */
  private static void keep(List<Path> places) {
    List<Path> there = places.stream().filter(CertFolder::isThere).toList();
    if (!there.isEmpty()) {
      boolean one = there.size() == 1;
      throw new Problem(
              ErrorCode.ALREADY_THERE,
              one
                  ? there.getFirst() + " is there"
                  : there.size() + " are there, the first " + there.getFirst(),
              one ? "its key would be lost" : "their keys would be lost",
              "say --force to renew " + (one ? "it" : "them") + ", or choose another name")
          .failure();
    }
  }

  private void print(List<CertFile> made) {
    if (output.isJson()) {
      shell.out().println(Json.of(json(made)));
      return;
    }
    CertFile first = made.getFirst();
    boolean several = made.size() > 1;
    shell
        .out()
        .printf(
            """
            %s %s there, for %s, valid until %s.
            %sKey, certificate and the CA's certificate are in %s: copy it to its machine,
            readable by its user alone.
            """,
            several ? first.file() + " to " + made.getLast().file().getFileName() : first.file(),
            several ? "are" : "is",
            several ? first.who() + " and on" : first.who(),
            first.until(),
            first.hosts().isEmpty()
                ? ""
                : (several ? "They are" : "It is")
                    + " reached as "
                    + String.join(", ", first.hosts())
                    + ".\n",
            several ? "one file each" : "this one file");
  }

  private static JsonObject json(List<CertFile> made) {
    if (made.size() == 1) {
      JsonObject json = Json.document("edgewise.certs.issue/1");
      made.getFirst().fill(json);
      return json;
    }
    JsonObject json = Json.document("edgewise.certs.issued/1");
    JsonArray certificates = new JsonArray();
    for (CertFile each : made) {
      JsonObject one = new JsonObject();
      each.fill(one);
      certificates.add(one);
    }
    json.add("certificates", certificates);
    return json;
  }

  private PeerIdentity identity(String called) {
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
          called,
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
