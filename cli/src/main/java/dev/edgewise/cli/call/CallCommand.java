package dev.edgewise.cli.call;

import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Durations;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.JsonArgument;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "call",
    description = {
      "Calls a method of a service, through the orchestrator's gateway.",
      "",
      "Request and answer are JSON. The call is placed as any other: on the node that will finish"
          + " it soonest within its rules, retried and escalated where the method allows it. A"
          + " stream is printed one item a line, as the items come. With --node the call goes to"
          + " that node and nowhere else, without an orchestrator."
    },
    footer = {
      "",
      "Example:",
      "  edgewise call Hello/greet '{\"name\":\"Ada\"}'",
      "  edgewise call Vision/detect @frame.json --deadline 5s",
      "  edgewise call Hello/greet '{\"name\":\"Ada\"}' --node 127.0.0.1:7501",
      "  EDGEWISE_KEY=$(cat till.key) edgewise call Hello/greet    where API keys are asked for",
      "  edgewise call Hello/greet --tls till-3.pem --gateway https://127.0.0.1:7400"
    })
public final class CallCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "SERVICE/METHOD",
      description = "Full name, or a shorter one that only one method can mean.")
  private String method = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description = "The request; @FILE reads a file, - reads standard input (default: {}).")
  private Optional<String> json = Optional.empty();

  @Option(names = "--json", paramLabel = "JSON", description = "The same as an option.")
  private Optional<String> jsonOption = Optional.empty();

  @Option(
      names = "--node",
      paramLabel = "HOST:PORT",
      description = "Calls this agent itself; its address is in its line 'ready'.")
  private Optional<String> node = Optional.empty();

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description =
          "Where the gateway is, such as https://127.0.0.1:7400, without asking the orchestrator:"
              + " that answers operators alone where certificates are asked for.")
  private Optional<URI> gateway = Optional.empty();

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "How long to wait, such as 5s (default: what the method says).")
  private Optional<String> deadline = Optional.empty();

  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();

  @Mixin private Output output = new Output();

  public CallCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Optional<Duration> given = deadline.map(text -> Durations.parse("--deadline", text));
    String request = JsonArgument.read(json.or(() -> jsonOption).orElse("{}"), shell);
    long begun = shell.clock().nanos();
    CallResult result =
        node.isPresent()
            ? new DirectCall(shell)
                .make(node.get(), orchestrator.tls(shell), method, request, given)
            : throughGateway(request, given);
    print(result, (shell.clock().nanos() - begun) / 1e6);
    return ExitCode.OK.value();
  }

  private CallResult throughGateway(String request, Optional<Duration> given) {
    try (GatewayClient client =
        GatewayClient.at(place(), shell.environment(), orchestrator.tls(shell))) {
      return client.call(method, request, given, this::printItem);
    }
  }

  /** The gateway answers by HTTP where the orchestrator's page is. */
  private URI place() {
    if (gateway.isPresent()) {
      String scheme = String.valueOf(gateway.get().getScheme());
      if ((!scheme.equals("http") && !scheme.equals("https")) || gateway.get().getHost() == null) {
        throw new Problem(
                ErrorCode.BAD_USAGE,
                "--gateway: '" + gateway.get() + "' is no address of a gateway",
                "expected http:// or https://, a host and a port",
                "for example --gateway https://127.0.0.1:7400")
            .failure();
      }
      return gateway.get();
    }
    return orchestrator.ask(
        shell,
        operator ->
            GatewayClient.place(
                operator,
                operator.fleet(OrchestratorOption.TIMEOUT).orchestrator().httpPort(),
                orchestrator.tls(shell).isPresent()));
  }

  private void printItem(JsonObject item) {
    shell.out().println(item);
    shell.out().flush();
  }

  private void print(CallResult result, double millis) {
    if (result.answer().isEmpty() || !output.isJson()) {
      shell.progress(
          String.format(
              Locale.ROOT,
              "%s%s, %.0f ms%s",
              result.method(),
              result.node().isEmpty() ? "" : " on " + result.node() + " (" + result.tier() + ")",
              millis,
              result.decision().isEmpty()
                  ? ""
                  : "; why there: edgewise explain " + result.decision()));
    }
    result
        .answer()
        .ifPresent(
            answer -> {
              if (output.isJson()) {
                JsonObject document = Json.document("edgewise.call/1");
                document.addProperty("method", result.method());
                document.addProperty("node", result.node());
                document.addProperty("tier", result.tier());
                document.addProperty("decision", result.decision());
                document.addProperty("millis", Words.rounded(millis, 1));
                document.add("response", answer);
                shell.out().println(Json.of(document));
              } else {
                shell.out().println(Json.of(answer));
              }
            });
    shell.out().flush();
  }
}
