package dev.edgewise.cli.chat;

import com.google.gson.JsonObject;
import dev.edgewise.cli.call.GatewayClient;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.wire.decision.Explanation;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks one model for one answer after the other. One thread asks; any other may cancel. */
final class Chat {
  /** A call is told of when it has ended, and that may be a moment after its last piece. */
  private static final int LOOKS = 3;

  private static final Duration LOOK = Duration.ofMillis(100);

  private final Shell shell;
  private final Orchestrator orchestrator;
  private final GatewayClient gateway;
  private final ChatModels.TextModel model;
  private final Sampling sampling;
  private final Optional<Duration> deadline;
  private final ChatScreen screen;
  private final AtomicReference<@Nullable TextStream> current = new AtomicReference<>();

  /**
   * Whom it asks beside the gateway.
   *
   * @param fleet how the fleet is now
   * @param decision the record of a call as JSON, when there is one
   */
  record Orchestrator(Supplier<FleetStatus> fleet, Function<String, Optional<String>> decision) {
    static Orchestrator of(OperatorClient operator) {
      return new Orchestrator(
          () -> operator.fleet(OrchestratorOption.TIMEOUT),
          id -> operator.findDecision(id, OrchestratorOption.TIMEOUT).map(Explanation::toJson));
    }
  }

  Chat(
      Shell shell,
      Orchestrator orchestrator,
      GatewayClient gateway,
      ChatModels.TextModel model,
      Sampling sampling,
      Optional<Duration> deadline,
      ChatScreen screen) {
    this.shell = shell;
    this.orchestrator = orchestrator;
    this.gateway = gateway;
    this.model = model;
    this.sampling = sampling;
    this.deadline = deadline;
    this.screen = screen;
  }

  /**
   * An answer that has ended.
   *
   * @param answer what came
   * @param decision id of the call
   * @param legs nodes that gave it; empty when nobody knows
   * @param cancelled whether it was given up before it was whole
   */
  record Given(ChatAnswer answer, String decision, List<ChatLeg> legs, boolean cancelled) {
    /** For people. */
    String figures() {
      String where = ChatLeg.inWords(legs);
      return answer.figures()
          + (where.isEmpty() ? "" : "; " + where)
          + (cancelled ? "; cancelled" : "")
          + (decision.isEmpty() ? "" : "; why there: edgewise explain " + decision);
    }

    JsonObject json(String model) {
      return answer.json(model, decision, legs);
    }
  }

  /**
   * Asks.
   *
   * @param onPiece is told each piece as it comes
   * @throws CommandFailure when it does not end well
   */
  Given ask(Conversation conversation, Consumer<TextPiece> onPiece) {
    JsonObject request = new JsonObject();
    conversation.into(request);
    sampling.into(request);
    TextStream stream =
        new TextStream(gateway, model.method(), request.toString(), deadline, shell.clock());
    ChatAnswer answer = new ChatAnswer(shell.clock());
    current.set(stream);
    try (ChatWatch watch =
        ChatWatch.begin(orchestrator.fleet(), stream::decision, screen::note, shell.clock())) {
      stream.read(
          piece -> {
            watch.heard();
            answer.add(piece);
            onPiece.accept(piece);
          });
    } finally {
      current.set(null);
      // Also of one that failed: what came, came.
      conversation.answers(answer.text());
    }
    return new Given(answer, stream.decision(), legs(stream.decision()), stream.isCancelled());
  }

  /** Gives up what is being answered; false when nothing is. */
  boolean cancel() {
    TextStream stream = current.get();
    if (stream == null) {
      return false;
    }
    stream.cancel();
    return true;
  }

  private List<ChatLeg> legs(String decision) {
    try {
      for (int i = 0; i < LOOKS && !decision.isEmpty(); i++) {
        Optional<String> told = orchestrator.decision().apply(decision);
        if (told.isPresent()) {
          return ChatLeg.of(told.get());
        }
        shell.pause(LOOK);
      }
    } catch (EdgewiseException e) {
      // The answer is there; where it came from is told when somebody can tell it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }
}
