package dev.edgewise.cli.call;

import com.google.gson.JsonParser;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.AgentClient;
import dev.edgewise.sdk.wire.AgentClient.Description;
import dev.edgewise.sdk.wire.AgentClient.OfferedService;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import dev.edgewise.sdk.wire.tls.Tls;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A call of one node and no other: nothing is routed, retried or escalated. */
final class DirectCall {
  private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(10);

  private final Shell shell;

  DirectCall(Shell shell) {
    this.shell = shell;
  }

  /**
   * Makes it.
   *
   * @param node {@code host:port} of the agent
   * @param tls what is shown there and believed; empty for plain text
   * @throws CommandFailure when it does not end well
   */
  CallResult make(
      String node, Optional<Tls> tls, String method, String json, Optional<Duration> deadline) {
    try (AgentClient agent = AgentClient.connect(node, tls)) {
      Description description = agent.describe(true, DESCRIBE_TIMEOUT);
      DynamicServices services =
          DynamicServices.of(
              description.services().stream().map(OfferedService::descriptorSet).toList());
      String name = services.resolve(method);
      MethodContract contract = services.contract(name);
      if (contract.streaming()) {
        throw new Problem(
                ErrorCode.BAD_USAGE,
                name + " answers with a stream",
                "a node alone is asked for single answers only",
                "call it through the gateway: leave --node out")
            .failure();
      }
      Reply reply =
          agent.call(
              new Request(
                  name,
                  Message.of(services.request(name, json)),
                  deadline.orElse(contract.deadline()),
                  contract.label(),
                  decisionId(),
                  TraceContext.begin(shell.random())));
      String answer = services.response(name, answer(reply, description.node().name()));
      return new CallResult(
          name,
          description.node().name(),
          description.node().tier().name().toLowerCase(Locale.ROOT),
          "",
          Optional.of(JsonParser.parseString(answer).getAsJsonObject()));
    }
  }

  private byte[] answer(Reply reply, String name) {
    return switch (reply) {
      case Reply.Answered(Message body, var report, var cache) -> body.bytes();
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
}
