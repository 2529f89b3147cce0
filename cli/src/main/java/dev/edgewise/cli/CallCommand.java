package dev.edgewise.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.invoke.Reply;
import dev.edgewise.sdk.invoke.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.AgentClient;
import dev.edgewise.sdk.wire.AgentClient.Description;
import dev.edgewise.sdk.wire.AgentClient.OfferedService;
import dev.edgewise.sdk.wire.DynamicServices;
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
      "Calls a method of a service on one node.",
      "",
      "Request and answer are JSON; what they hold is learned from the node itself. The call goes"
          + " to that node and nowhere else: nothing is routed, retried or escalated."
    },
    footer = {
      "",
      "Example:",
      "  edgewise call Hello/greet --node 127.0.0.1:7501 --json '{\"name\":\"Ada\"}'",
      "  edgewise call Vision/detect --node 127.0.0.1:7501 --json @frame.json"
    })
final class CallCommand implements Callable<Integer> {
  private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(10);

  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "SERVICE/METHOD",
      description = "Full name, or a shorter one that only one method can mean.")
  private String method = "";

  @Option(
      names = "--node",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The agent's address, as its line 'ready' says.")
  private String node = "";

  @Option(
      names = "--json",
      paramLabel = "JSON",
      description = "The request; @FILE reads a file, - reads standard input (default: {}).")
  private String json = "{}";

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "How long to wait, such as 5s (default: what the method says).")
  private Optional<String> deadline = Optional.empty();

  @Mixin private Output output = new Output();

  CallCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Optional<Duration> given = deadline.map(text -> Durations.parse("--deadline", text));
    String request = JsonArgument.read(json, shell);
    try (AgentClient agent = AgentClient.connect(node)) {
      Description description = agent.describe(true, DESCRIBE_TIMEOUT);
      DynamicServices services =
          DynamicServices.of(
              description.services().stream().map(OfferedService::descriptorSet).toList());
      String name = services.resolve(method);
      MethodContract contract = services.contract(name);
      long begun = shell.clock().nanos();
      Reply reply =
          agent.call(
              new Request(
                  name,
                  Message.of(services.request(name, request)),
                  given.orElse(contract.deadline()),
                  contract.label(),
                  decisionId(),
                  TraceContext.begin(shell.random())));
      double millis = (shell.clock().nanos() - begun) / 1e6;
      byte[] answer = answer(reply, description.node().name());
      print(name, description, millis, services.response(name, answer));
      return ExitCode.OK.value();
    }
  }

  private byte[] answer(Reply reply, String name) {
    return switch (reply) {
      case Reply.Answered(Message body, var report) -> body.bytes();
      case Reply.NotRun(ErrorCode code, String detail, var load) ->
          throw problem(code, name + " did not run the call", detail);
      case Reply.Failed(ErrorCode code, String detail, var report, var fault) ->
          throw problem(code, "the call failed on " + name, detail);
      case Reply.Lost(String detail) ->
          throw problem(
              ErrorCode.NODE_LOST, name + " was lost while it may have run the call", detail);
      case Reply.Expired() ->
          throw new Problem(
                  ErrorCode.EXPIRED,
                  name + " did not answer in time",
                  "the deadline passed; the call may have run",
                  "give it longer with --deadline 30s")
              .failure();
    };
  }

  private CommandFailure problem(ErrorCode code, String what, String detail) {
    return new Problem(code, what, detail, "docs/errors.md says what to do about " + code.id())
        .failure();
  }

  /** Told apart from ids of applications by its first letters. */
  private String decisionId() {
    return "cli" + String.format(Locale.ROOT, "%010x", shell.random().nextLong() >>> 24);
  }

  private void print(String name, Description description, double millis, String response) {
    JsonElement answer = JsonParser.parseString(response);
    if (output.isJson()) {
      JsonObject document = Json.document("edgewise.call/1");
      document.addProperty("method", name);
      document.addProperty("node", description.node().name());
      document.addProperty("millis", DemoFigures.rounded(millis, 1));
      document.add("response", answer);
      shell.out().println(Json.of(document));
    } else {
      shell.progress(
          String.format(Locale.ROOT, "%s on %s, %.0f ms", name, description.node().name(), millis));
      shell.out().println(Json.of(answer));
    }
    shell.out().flush();
  }
}
