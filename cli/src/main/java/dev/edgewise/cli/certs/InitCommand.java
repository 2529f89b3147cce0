package dev.edgewise.cli.certs;

import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = {
      "Makes a CA: ca.pem, which all who take part know, and its key.",
      "",
      "Whoever has ca-key.pem can be anybody in the fleet: it is readable by you alone, and is"
          + " best kept on one machine that serves nobody."
    },
    footer = {"", "Example:", "  edgewise certs init", "  edgewise certs init --folder pki"})
public final class InitCommand implements Callable<Integer> {
  private static final int LONGEST = 3_650;

  private final Shell shell;

  @Option(
      names = "--days",
      paramLabel = "DAYS",
      description = "How long it is valid, 1 to 3650 (default: ${DEFAULT-VALUE}).")
  private int days = LONGEST;

  @Option(
      names = "--force",
      description = "Make a new one though there is one. Whatever that issued is worthless then.")
  private boolean force;

  @Mixin private FolderOption folder = new FolderOption();
  @Mixin private Output output = new Output();

  public InitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Days.check("--days", days, 1, LONGEST);
    CertFolder files = folder.in(shell);
    if (files.hasAuthority() && !force) {
      throw new Problem(
              ErrorCode.ALREADY_THERE,
              "there is a CA in " + files.folder(),
              "what it issued would be worthless with another one",
              "use it, name another --folder, or say --force and issue everybody anew")
          .failure();
    }
    Instant now = shell.clock().now().truncatedTo(ChronoUnit.SECONDS);
    Authority authority = Authority.create(now, days, shell.random());
    files.write(authority);
    CertFile made =
        CertFile.of(
            files.authorityFile(), authority.certificate(), authority.certificate(), false, now);
    if (output.isJson()) {
      JsonObject json = Json.document("edgewise.certs.init/1");
      json.addProperty("folder", files.folder().toString());
      made.fill(json);
      shell.out().println(Json.of(json));
    } else {
      shell
          .out()
          .printf(
              """
              %s is there, valid until %s.
                %s      its certificate: all who take part know it, and it is no secret
                %s  its key: whoever has it can be anybody in the fleet
              Next: edgewise certs issue node edge01 --site shop-7 --tier edge
              """,
              authority.name(), made.until(), files.authorityFile(), files.authorityKeyFile());
    }
    return ExitCode.OK.value();
  }
}
