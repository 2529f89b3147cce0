package dev.edgewise.sdk.wire;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the messages of an answer together, one after the other, out of their frames. Not
 * thread-safe.
 */
final class ChunkReader {
  private final int maxWhole;
  private @Nullable Assembly assembly;

  /**
   * A reader of messages that have at most so many bytes each; nothing is allocated for a larger
   * one.
   */
  ChunkReader(int maxWhole) {
    this.maxWhole = maxWhole;
  }

  /** What came of a frame. */
  sealed interface Step {
    /** The message goes on. */
    record More() implements Step {}

    /** The message is complete, and the next may begin. */
    record Whole(Message message) implements Step {
      public Whole {
        requireNonNull(message, "message");
      }
    }

    /**
     * The message is larger than what is taken, or than what this JVM has room for.
     *
     * @param because for people
     */
    record TooLarge(String because) implements Step {}

    /**
     * The sender breaks the rules; nothing that comes after makes sense.
     *
     * @param because for people
     */
    record Broken(String because) implements Step {}
  }

  /** Takes a frame as it came. */
  Step accept(Message frame) {
    try {
      ChunkFrame read = ChunkFrame.ofAnswer(frame);
      return read instanceof ChunkFrame.Begin begin ? begin(begin) : chunk((ChunkFrame.Chunk) read);
    } catch (MalformedMessage e) {
      return new Step.Broken(String.valueOf(e.getMessage()));
    }
  }

  /** How far the message has come that is not complete; empty between messages. */
  Optional<String> unfinished() {
    return Optional.ofNullable(assembly).map(Assembly::progress);
  }

  private Step begin(ChunkFrame.Begin begin) {
    if (assembly != null) {
      return new Step.Broken("a message begins after " + assembly.progress() + " of the last");
    }
    if (begin.total() < 0) {
      return new Step.Broken("a message of " + begin.total() + " bytes");
    }
    if (begin.total() > maxWhole) {
      return new Step.TooLarge(begin.total() + " bytes, and at most " + maxWhole + " are taken");
    }
    try {
      assembly = Assembly.allocate((int) begin.total(), begin.alignAt());
    } catch (OutOfMemoryError e) {
      return new Step.TooLarge(
          begin.total()
              + " bytes, for which this JVM has no room outside its heap: give it more with"
              + " -XX:MaxDirectMemorySize");
    }
    return chunk(new ChunkFrame.Chunk(begin.first()));
  }

  private Step chunk(ChunkFrame.Chunk chunk) {
    Assembly current = assembly;
    if (current == null) {
      return new Step.Broken("a chunk of no message");
    }
    Optional<String> problem = current.add(chunk.bytes());
    if (problem.isPresent()) {
      return new Step.Broken(problem.get());
    }
    if (!current.isComplete()) {
      return new Step.More();
    }
    assembly = null;
    return new Step.Whole(current.message());
  }
}
