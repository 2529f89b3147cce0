package dev.edgewise.cli.key;

import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Names;
import dev.edgewise.sdk.wire.operator.KeyEntry;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "key",
    synopsisSubcommandLabel = "add|ls|revoke",
    description = {
      "Makes and ends API keys: for callers of the gateway who have no certificate.",
      "",
      "A key says whose calls are made with it and what may be called, and it ends. The"
          + " orchestrator keeps its SHA-256 only. It asks for keys when it is started with"
          + " --callers keys."
    },
    footer = {
      "",
      "Example:",
      "  edgewise key add till-3 --tenant shop-7 --service Hello --expires 30d",
      "  edgewise key ls",
      "  edgewise key revoke till-3"
    })
public final class KeyCommand {
  /** Asks the orchestrator something of keys, and prints what it says. */
  abstract static class KeyQuestion<T> implements Callable<Integer> {
    private final Shell shell;

    @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
    @Mixin private Output output = new Output();

    KeyQuestion(Shell shell) {
      this.shell = shell;
    }

    @Override
    public final Integer call() {
      T answer = orchestrator.ask(shell, this::ask);
      shell.out().print(output.isJson() ? json(answer) : text(answer, shell));
      shell.out().flush();
      return ExitCode.OK.value();
    }

    abstract T ask(OperatorClient client);

    abstract String text(T answer, Shell shell);

    abstract String json(T answer);
  }

  @Command(
      name = "add",
      description = {
        "Makes a key, and tells it this once.",
        "",
        "Whoever has it calls the services that it names, by HTTP and with plain gRPC stubs, and"
            + " the calls are that tenant's whatever they say. A key of an operator opens the page"
            + " instead, and makes no calls."
      },
      footer = {
        "",
        "Example:",
        "  edgewise key add till-3 --tenant shop-7 --service Hello --expires 30d",
        "  edgewise key add ci --tenant lab --service 'shop.v1.*' --expires 12h -o json",
        "  edgewise key add wall-screen --operator"
      })
  public static final class Add extends KeyQuestion<KeyEntry.Added> {
    @Parameters(index = "0", paramLabel = "NAME", description = "By which you speak of it.")
    private String name = "";

    @Option(
        names = "--tenant",
        paramLabel = "TENANT",
        description = "Whose calls are made with it; nobody who has it can say otherwise.")
    private Optional<String> tenant = Optional.empty();

    @Option(
        names = "--service",
        paramLabel = "SERVICE",
        description =
            "What may be called with it, as often as you like: the name of a service or model that"
                + " a node offers, a full name such as shop.v1.Vision, shop.v1.*, or * for all.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--operator", description = "It opens the page, and makes no calls.")
    private boolean operator;

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        defaultValue = "90d",
        description = "How long it lasts, at most 397d (default: ${DEFAULT-VALUE}).")
    private String expires = "90d";

    public Add(Shell shell) {
      super(shell);
    }

    @Override
    KeyEntry.Added ask(OperatorClient client) {
      Duration lasts = Lasting.parse("--expires", expires);
      named("NAME", name);
      tenant.ifPresent(each -> named("--tenant", each));
      if (operator != tenant.isEmpty() || operator != services.isEmpty()) {
        throw new Problem(
                ErrorCode.BAD_USAGE,
                operator
                    ? "--operator goes with neither --tenant nor --service"
                    : "--tenant and --service are both needed",
                "a key for calls says whose they are and what may be called; a key of an operator"
                    + " opens the page and makes none",
                "edgewise key add NAME --tenant TENANT --service SERVICE, or edgewise key add NAME"
                    + " --operator")
            .failure();
      }
      return client.addKey(name, tenant, services, operator, lasts, OrchestratorOption.TIMEOUT);
    }

    private static void named(String what, String text) {
      if (!Names.isValid(text)) {
        throw new Problem(
                ErrorCode.BAD_USAGE,
                what + ": '" + text + "' is no name",
                "expected 1 to 63 letters, digits, dots, dashes or underscores, with a letter or"
                    + " digit at both ends",
                "for example till-3")
            .failure();
      }
    }

    @Override
    String text(KeyEntry.Added added, Shell shell) {
      return KeyText.added(added);
    }

    @Override
    String json(KeyEntry.Added added) {
      return KeyText.json(added);
    }
  }

  @Command(
      name = "ls",
      description = "Lists the keys: all but the keys themselves, which nobody can tell again.",
      footer = {"", "Example:", "  edgewise key ls", "  edgewise key ls -o json"})
  public static final class Ls extends KeyQuestion<List<KeyEntry>> {
    public Ls(Shell shell) {
      super(shell);
    }

    @Override
    List<KeyEntry> ask(OperatorClient client) {
      return client.keys(OrchestratorOption.TIMEOUT);
    }

    @Override
    String text(List<KeyEntry> keys, Shell shell) {
      return KeyText.list(keys, shell.clock().now());
    }

    @Override
    String json(List<KeyEntry> keys) {
      return KeyText.json(keys);
    }
  }

  @Command(
      name = "revoke",
      description = "Ends a key at once. Calls that were begun with it go on.",
      footer = {"", "Example:", "  edgewise key revoke till-3"})
  public static final class Revoke extends KeyQuestion<KeyEntry> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name = "";

    public Revoke(Shell shell) {
      super(shell);
    }

    @Override
    KeyEntry ask(OperatorClient client) {
      return client.revokeKey(name, OrchestratorOption.TIMEOUT);
    }

    @Override
    String text(KeyEntry key, Shell shell) {
      return KeyText.revoked(key);
    }

    @Override
    String json(KeyEntry key) {
      return KeyText.json(key);
    }
  }
}
