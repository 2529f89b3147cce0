package dev.edgewise.cli.certs;

import dev.edgewise.sdk.wire.decision.DecisionFiles;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "certs",
    synopsisSubcommandLabel = "init|issue|show",
    description = {
      "Keeps a small CA: certificates for nodes, orchestrators and applications.",
      "",
      "For those who have no CA of their own. A certificate says who its holder is: a node with its"
          + " site and tier, a client with its tenant, or an orchestrator. Each gets one file, with"
          + " key, certificate and the CA's certificate in it: copy it to its machine, readable by"
          + " its user alone. The CA's own key stays in this folder."
    },
    footer = {
      "",
      "Example:",
      "  edgewise certs init",
      "  edgewise certs issue node edge01 --site shop-7 --tier edge --host edge01.lan",
      "  edgewise certs issue client till-3 --tenant shop-7",
      "  edgewise certs show          exit code 3 when something is to be renewed"
    })
public final class CertsCommand {
  /** Where certificates lie unless {@code --folder} says otherwise. */
  static Path defaultFolder(Map<String, String> environment) {
    return DecisionFiles.defaultFolder(environment).resolveSibling("certs");
  }
}
