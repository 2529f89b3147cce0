package dev.edgewise.cli.certs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Facts;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Text;
import dev.edgewise.core.tls.Certificates;
import dev.edgewise.core.tls.PeerIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "Shows certificates: whose they are, and how many days are left.",
      "",
      "Exit code 3 when one has expired, ends within --within, is not of this CA, cannot be read,"
          + " or has a key that others may read."
    },
    footer = {
      "",
      "Example:",
      "  edgewise certs show",
      "  edgewise certs show edge01                   all that is in it",
      "  edgewise certs show --within 30 || mail …    once a day"
    })
public final class ShowCommand implements Callable<Integer> {
  private static final int LONGEST = 3_650;

  private final Shell shell;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Whose; 'ca' for the CA's (default: all).")
  private @Nullable String name;

  @Option(
      names = "--within",
      paramLabel = "DAYS",
      description = "Tell of what ends within so many days too (default: ${DEFAULT-VALUE}).")
  private int within;

  @Mixin private FolderOption folder = new FolderOption();
  @Mixin private Output output = new Output();

  public ShowCommand(Shell shell) {
    this.shell = shell;
  }

  /** What was found: certificates, and files that hold none that can be read. */
  private record Found(List<CertFile> good, List<Broken> broken) {}

  private record Broken(Path file, String why) {}

  @Override
  public Integer call() throws IOException {
    Days.check("--within", within, 0, LONGEST);
    CertFolder files = folder.in(shell);
    Found found = look(files);
    if (output.isJson()) {
      shell.out().println(Json.of(json(files, found)));
    } else if (name != null && found.good().size() == 1) {
      shell.out().print(facts(found.good().getFirst()));
    } else {
      shell.out().print(table(files, found));
    }
    boolean well =
        found.broken().isEmpty()
            && found.good().stream().allMatch(each -> each.state(within) == CertFile.State.OK);
    return (well ? ExitCode.OK : ExitCode.CHANGES_PENDING).value();
  }

  private Found look(CertFolder files) throws IOException {
    X509Certificate ca = files.authority().certificate();
    Instant now = shell.clock().now();
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    for (Path file : chosen(files)) {
      boolean own = file.equals(files.authorityFile());
      boolean open = CertFolder.isOpen(own ? files.authorityKeyFile() : file);
      try {
        found.good().add(CertFile.read(file, ca, open, now));
      } catch (IOException e) {
        found.broken().add(new Broken(file, Text.line(String.valueOf(e.getMessage()), 200)));
      }
    }
    return found;
  }

  private List<Path> chosen(CertFolder files) throws IOException {
    List<Path> all = new ArrayList<>(List.of(files.authorityFile()));
    all.addAll(files.files());
    if (name == null) {
      return all;
    }
    List<String> names = all.stream().map(ShowCommand::nameOf).toList();
    if (!names.contains(name)) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "there is no certificate of " + Text.line(name, 100) + " in " + files.folder(),
              NearestNames.hint(name, names),
              "'edgewise certs show' lists them")
          .failure();
    }
    return List.of(all.get(names.indexOf(name)));
  }

  private String table(CertFolder files, Found found) {
    TextTable table = new TextTable("NAME", "ROLE", "SITE", "TIER", "TENANT", ">DAYS", "STATE");
    for (CertFile each : found.good()) {
      Optional<PeerIdentity> who = each.identity();
      table.row(
          nameOf(each.file()),
          role(files, each),
          who.flatMap(PeerIdentity::site).orElse("-"),
          who.flatMap(PeerIdentity::tier)
              .map(tier -> tier.name().toLowerCase(Locale.ROOT))
              .orElse("-"),
          who.flatMap(PeerIdentity::tenant).orElse("-"),
          each.daysLeft(),
          each.state(within).words());
    }
    for (Broken each : found.broken()) {
      table.row(nameOf(each.file()), "-", "-", "-", "-", "-", "cannot be read: " + each.why());
    }
    return table.text("") + "\nFolder: " + files.folder() + "\n";
  }

  private static String role(CertFolder files, CertFile each) {
    return each.file().equals(files.authorityFile())
        ? "CA"
        : each.identity().map(who -> who.role().word()).orElse("-");
  }

  private String facts(CertFile each) {
    Facts facts = new Facts();
    facts.add("who", each.who());
    facts.add("state", each.state(within).words());
    facts.add("valid from", each.certificate().getNotBefore().toInstant().toString());
    facts.add("until", each.until());
    facts.add("hosts", String.join(", ", each.hosts()));
    facts.add("issued by", Certificates.commonName(each.certificate().getIssuerX500Principal()));
    facts.add("serial", each.serial());
    facts.add("SHA-256", each.sha256());
    facts.add("file", each.file().toString());
    return facts.text("");
  }

  private JsonObject json(CertFolder files, Found found) {
    JsonObject json = Json.document("edgewise.certs/1");
    json.addProperty("folder", files.folder().toString());
    JsonArray certificates = new JsonArray();
    for (CertFile each : found.good()) {
      JsonObject one = new JsonObject();
      each.fill(one);
      one.addProperty("state", each.state(within).name().toLowerCase(Locale.ROOT));
      certificates.add(one);
    }
    json.add("certificates", certificates);
    JsonArray broken = new JsonArray();
    for (Broken each : found.broken()) {
      JsonObject one = new JsonObject();
      one.addProperty("file", each.file().toString());
      one.addProperty("why", each.why());
      broken.add(one);
    }
    json.add("broken", broken);
    return json;
  }

  private static String nameOf(Path file) {
    String whole = String.valueOf(file.getFileName());
    return whole.substring(0, whole.length() - ".pem".length());
  }
}
