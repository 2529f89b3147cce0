package dev.edgewise.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.cli.call.GatewayClient;
import dev.edgewise.cli.shell.Durations;
import dev.edgewise.cli.shell.ExitCode;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.cli.shell.JsonArgument;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Output;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "chat",
    description = {
      "Talks with a language model of the fleet, or lets it go on with a text.",
      "",
      "Answers come as they are made, through the orchestrator's gateway. Kill the node that makes"
          + " one: another goes on where it was, and a note says so. Without --prompt it reads line"
          + " by line, and remembers what was said: /help shows what else it knows, Ctrl-C cancels"
          + " the answer that is coming.",
      "",
      "A base model, such as gemma-3-270m, was not taught to answer: it goes on with a text. A"
          + " model whose name has one of the words it, instruct, chat or assistant is given a"
          + " conversation, any other a text; --mode decides otherwise."
    },
    footer = {
      "",
      "Example:",
      "  edgewise model pull gemma-3-270m     once; it shows the terms first",
      "  edgewise up",
      "  edgewise chat",
      "  edgewise chat --prompt 'Once upon a time' --max-tokens 64 --temperature 0",
      "  edgewise chat --prompt @letter.txt -o json"
    })
public final class ChatCommand implements Callable<Integer> {
  /** As shells have it for what Ctrl-C has ended. */
  private static final int INTERRUPTED = 130;

  private final Shell shell;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model (default: the only one of the fleet that makes texts).")
  private Optional<String> model = Optional.empty();

  @Option(
      names = {"-p", "--prompt"},
      paramLabel = "TEXT",
      description = "One answer to this, and the end; @FILE reads a file, - reads standard input.")
  private Optional<String> prompt = Optional.empty();

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "What comes before a conversation; of a text there is none.")
  private Optional<String> system = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "auto|chat|text",
      description = "A conversation, or a text that goes on (default: by the model's name).")
  private ChatMode mode = ChatMode.auto;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "How long an answer may take, such as 30s (default: 10m).")
  private Optional<String> deadline = Optional.empty();

  @Mixin private Sampling sampling = new Sampling();
  @Mixin private OrchestratorOption orchestrator = new OrchestratorOption();
  @Mixin private Output output = new Output();

  public ChatCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    sampling.check();
    Optional<Duration> given = deadline.map(text -> Durations.parse("--deadline", text));
    if (output.isJson() && prompt.isEmpty()) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "-o json is for one answer",
              "without --prompt there is no end of them",
              "add --prompt TEXT")
          .failure();
    }
    Optional<String> asked = prompt.map(text -> JsonArgument.read(text, shell));
    return orchestrator.ask(shell, operator -> talk(operator, asked, given));
  }

  private int talk(OperatorClient operator, Optional<String> asked, Optional<Duration> given) {
    var fleet = operator.fleet(OrchestratorOption.TIMEOUT);
    ChatModels.TextModel chosen = ChatModels.find(fleet, model);
    boolean asText = mode.of(chosen.name()) == ChatMode.text;
    if (asText && system.isPresent()) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "--system belongs to a conversation",
              chosen.name() + " is given a text to go on with",
              "leave it out, or say --mode chat")
          .failure();
    }
    boolean terminal = asked.isEmpty() && isTerminal();
    ChatScreen screen =
        new ChatScreen(
            shell.out(), shell.err(), terminal, !shell.environment().containsKey("NO_COLOR"));
    Conversation conversation = new Conversation(asText, system);
    try (GatewayClient gateway =
        GatewayClient.at(
            GatewayClient.place(
                operator, fleet.orchestrator().httpPort(), orchestrator.tls(shell).isPresent()),
            shell.environment(),
            orchestrator.tls(shell))) {
      Chat chat =
          new Chat(shell, Chat.Orchestrator.of(operator), gateway, chosen, sampling, given, screen);
      if (asked.isPresent()) {
        boolean unused = Interrupts.each(() -> endUnless(chat.cancel()));
        return once(chat, conversation, screen, chosen, asked.get());
      }
      introduce(screen, chosen, asText);
      ChatLoop loop = new ChatLoop(chat, conversation, screen);
      boolean unused = Interrupts.each(() -> endUnless(loop.interrupted()));
      loop.run(new BufferedReader(new InputStreamReader(shell.in(), UTF_8)));
      return ExitCode.OK.value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a person sits before both input and output; there may be no console at all. */
  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static void endUnless(boolean taken) {
    if (!taken) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
  }

  private static void introduce(ChatScreen screen, ChatModels.TextModel chosen, boolean asText) {
    screen.note(
        asText
            ? chosen.name()
                + " is taken for a base model: it does not answer, it goes on with what you type."
                + " --mode chat makes a conversation of it; /help"
            : "a conversation with "
                + chosen.name()
                + "; one that is only a base model goes on with a text rather than answer, --mode"
                + " text lets it; /help");
  }

  private int once(
      Chat chat,
      Conversation conversation,
      ChatScreen screen,
      ChatModels.TextModel chosen,
      String words) {
    conversation.asks(words);
    boolean json = output.isJson();
    Chat.Given given =
        chat.ask(
            conversation,
            piece -> {
              if (!json) {
                screen.piece(piece.shown());
              }
            });
    if (json) {
      shell.out().println(Json.of(given.json(chosen.name())));
      shell.out().flush();
    } else {
      screen.endOfAnswer();
    }
    screen.note(given.figures());
    return given.cancelled() ? ExitCode.FAILED.value() : ExitCode.OK.value();
  }
}
