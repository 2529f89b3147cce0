package dev.edgewise.cli.chat;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.EdgewiseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads what somebody types, answers it, and goes on until they have enough. */
final class ChatLoop {
  private static final String HELP =
      """
      /new      forget what was said, and begin anew
      /help     this
      /quit     the end; so is Ctrl-D
      Ctrl-C    cancels the answer that is coming
      Everything else is for the model.
      """;

  private final Chat chat;
  private final Conversation conversation;
  private final ChatScreen screen;
  private final AtomicBoolean warned = new AtomicBoolean();

  ChatLoop(Chat chat, Conversation conversation, ChatScreen screen) {
    this.chat = chat;
    this.conversation = conversation;
    this.screen = screen;
  }

  /** Runs until the input ends. */
  void run(BufferedReader in) throws IOException {
    screen.prompt();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      warned.set(false);
      String typed = line.strip();
      if (typed.equals("/quit") || typed.equals("/exit")) {
        return;
      }
      if (typed.startsWith("/")) {
        command(typed);
      } else if (!typed.isEmpty()) {
        answer(line);
      }
      screen.prompt();
    }
    screen.newLine();
  }

  private void command(String typed) {
    switch (typed) {
      case "/new" -> {
        conversation.forget();
        screen.note("forgotten");
      }
      case "/help" -> screen.say(HELP);
      default -> screen.say("There is no " + typed + ".\n" + HELP);
    }
  }

  private void answer(String words) {
    conversation.asks(words);
    Optional<Problem> problem = Optional.empty();
    try {
      Chat.Given given = chat.ask(conversation, piece -> screen.piece(piece.shown()));
      screen.endOfAnswer();
      screen.note(given.figures());
    } catch (CommandFailure e) {
      problem = Optional.of(e.problem());
    } catch (EdgewiseException e) {
      problem = Optional.of(Problem.of(e));
    }
    screen.endOfAnswer();
    problem.ifPresent(told -> screen.say(told.text()));
  }

  /** Ctrl-C: cancels the answer; without one it says how to end, and the second in a row ends. */
  boolean interrupted() {
    if (chat.cancel()) {
      return true;
    }
    if (!warned.compareAndSet(false, true)) {
      return false;
    }
    screen.newLine();
    screen.note("/quit ends, and so does another Ctrl-C");
    screen.prompt();
    return true;
  }
}
