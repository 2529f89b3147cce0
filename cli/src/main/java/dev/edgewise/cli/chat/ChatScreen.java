package dev.edgewise.cli.chat;

import java.io.PrintStream;

/**
 * What a chat prints: answers to standard output, all else to standard error. Thread-safe: a note
 * may come in the middle of an answer.
 */
final class ChatScreen {
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final boolean colours;

  // Guarded by this.
  private boolean inLine;

  /**
   * A screen.
   *
   * @param terminal whether a person sits before both streams
   * @param colours whether they may be dimmed
   */
  ChatScreen(PrintStream out, PrintStream err, boolean terminal, boolean colours) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.colours = terminal && colours;
  }

  boolean isTerminal() {
    return terminal;
  }

  /** A piece of an answer. */
  synchronized void piece(String text) {
    if (!text.isEmpty()) {
      out.print(text);
      out.flush();
      inLine = text.charAt(text.length() - 1) != '\n';
    }
  }

  /** The answer is over: what comes next begins a line. */
  synchronized void endOfAnswer() {
    if (inLine) {
      out.println();
      out.flush();
      inLine = false;
    }
  }

  /** Something beside the answer; on a terminal within it, in brackets and dimmed. */
  synchronized void note(String words) {
    if (terminal && inLine) {
      err.print(dimmed(" [" + words + "] "));
    } else {
      err.println(dimmed("edgewise: " + words));
    }
    err.flush();
  }

  /** Asks for input, where somebody can see it. */
  synchronized void prompt() {
    if (terminal) {
      err.print("> ");
      err.flush();
    }
  }

  /** Ends a line that the user did not end. */
  synchronized void newLine() {
    if (terminal) {
      err.println();
      err.flush();
    }
  }

  /** Words of several lines. */
  synchronized void say(String words) {
    err.print(words);
    err.flush();
  }

  private String dimmed(String words) {
    return colours ? DIM + words + PLAIN : words;
  }
}
