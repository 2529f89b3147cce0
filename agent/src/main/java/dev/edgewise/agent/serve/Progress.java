package dev.edgewise.agent.serve;

import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.Message;
import java.util.Locale;

/**
 * How far a generation is, by what its chunks and checkpoints tell. Written to by one thread at a
 * time.
 */
public interface Progress {
  /** What is counted. */
  enum Unit {
    /** Of a text. */
    TOKEN,
    /** Of a picture. */
    STEP,
    /** Of whatever a service streams. */
    CHUNK;

    /** As the protocol and metrics have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is counted. */
  Unit unit();

  /** A chunk that the caller has; it may have been made elsewhere. */
  void chunk(Message chunk);

  /** A checkpoint was made after so many steps. */
  void step(long step);

  /** How far it is. */
  long done();

  /** How many there will be at most; 0 when nobody knows. */
  long of();

  /** Of a call: tokens of a text, steps of a drawing, chunks of anything else. */
  static Progress of(MethodContract method, Message request) {
    return ModelProgress.of(method, request);
  }

  /** Counts chunks, whatever is in them. */
  static Progress ofChunks() {
    return new Progress() {
      private long chunks;

      @Override
      public Unit unit() {
        return Unit.CHUNK;
      }

      @Override
      public void chunk(Message chunk) {
        chunks++;
      }

      @Override
      public void step(long step) {
        // A service's steps are its own; what people see come are chunks.
      }

      @Override
      public long done() {
        return chunks;
      }

      @Override
      public long of() {
        return 0;
      }
    };
  }
}
