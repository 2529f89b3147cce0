package dev.edgewise.core.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A model that says of a text, token by token, how it may go on. The weights are there once; each
 * text that is being read or written has a {@link LanguageSession} of its own.
 *
 * <p>What tells of the model is thread-safe. Sessions of one model run one at a time: whoever has
 * more than one takes turns.
 */
public interface LanguageModel extends AutoCloseable {
  /**
   * What somebody said in a conversation.
   *
   * @param role for example {@code user}
   */
  record Said(String role, String text) {
    public Said {
      requireNonNull(role, "role");
      requireNonNull(text, "text");
    }
  }

  /** Its name, for messages. */
  String name();

  /** How many tokens a text can have at most, what is read and what is written together. */
  int longest();

  /** How many tokens there are; each is a number from 0 to less than this. */
  int vocabulary();

  /** Bytes that the weights take. */
  long memoryBytes();

  /** Bytes that a session of so many tokens takes, about. */
  long sessionBytes(int capacity);

  /** The names of format and version of the states of its sessions; empty: it can save none. */
  Optional<String> stateFormat();

  /**
   * The tokens of a text.
   *
   * @param text at most 400,000 chars
   * @param begins whether the text is a beginning, which many models mark with a token of its own
   * @param marks whether what looks like a mark of the model's own (the end of a turn, for example)
   *     is one; never for a text that somebody else wrote
   */
  int[] tokens(String text, boolean begins, boolean marks);

  /**
   * What a token adds to the text, in UTF-8; a part of a character is possible, and nothing, for a
   * mark. Nobody changes it.
   */
  byte[] piece(int token);

  /** Whether the text is at its end with this token. */
  boolean ends(int token);

  /**
   * A conversation as the text that the model was trained to go on with, up to where the assistant
   * speaks next; empty when the model has no such form, or none that the engine knows.
   */
  Optional<String> conversation(List<Said> said);

  /**
   * Opens a session, which reads nothing yet.
   *
   * @param capacity how many tokens it can hold, 1 to {@link #longest}
   * @throws dev.edgewise.core.EdgewiseException with {@code NO_MODEL_MEMORY}
   */
  LanguageSession open(int capacity);

  /** Gives the weights back; all sessions have been closed before. */
  @Override
  void close();
}
