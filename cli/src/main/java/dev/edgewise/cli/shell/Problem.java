package dev.edgewise.cli.shell;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.Optional;

/**
 * An error as a user meets it.
 *
 * @param code stable code
 * @param what what went wrong, one sentence without a full stop
 * @param why what it rests on; may be empty
 * @param fix what to do next; may be empty
 */
public record Problem(ErrorCode code, String what, String why, String fix) {
  public Problem {
    requireNonNull(code, "code");
    requireNonNull(what, "what");
    requireNonNull(why, "why");
    requireNonNull(fix, "fix");
  }

  /** The same error as the SDK reports it; its message already says what, why and what to do. */
  public static Problem of(EdgewiseException e) {
    return ofCall(e.code(), e.words(), "", e.decisionId());
  }

  /**
   * What became of a call, in somebody's words; where to read more, unless these say so already.
   */
  public static Problem ofCall(
      ErrorCode code, String words, String why, Optional<String> decisionId) {
    String fix =
        decisionId
            .map(id -> "edgewise explain " + id)
            .filter(explain -> !words.contains(explain))
            .map(explain -> explain + " tells how it was decided")
            .orElse("");
    // The sentence goes on with the code.
    String what = words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    return new Problem(code, what, why, fix);
  }

  /** An exception to end the command with. */
  public CommandFailure failure() {
    return new CommandFailure(this);
  }

  public ExitCode exitCode() {
    return ExitCode.of(code);
  }

  /** For people: three lines at most. */
  public String text() {
    StringBuilder text = new StringBuilder("edgewise: ");
    text.append(what).append(" (").append(code.id()).append(")\n");
    if (!why.isEmpty()) {
      text.append("  why: ").append(why).append('\n');
    }
    if (!fix.isEmpty()) {
      text.append("  fix: ").append(fix).append('\n');
    }
    return text.toString();
  }
}
