package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.ChunkReader.Step;
import io.grpc.Metadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of an answer, which come whole or in chunks as its headers say. Not
 * thread-safe: gRPC tells a listener one thing after the other.
 */
final class AnswerReader {
  private @Nullable ChunkReader chunks;

  /** Reads the headers, which come before all messages. */
  void headers(Metadata headers) {
    if (WireNames.IN_CHUNKS.equals(headers.get(WireNames.CHUNKS))) {
      chunks = new ChunkReader(Message.LARGEST);
    }
  }

  /** Whether more has to be asked for, frame by frame. */
  boolean isInChunks() {
    return chunks != null;
  }

  /** Takes what gRPC calls a message. */
  Step accept(Message message) {
    return chunks == null ? new Step.Whole(message) : chunks.accept(message);
  }

  /** How far the message has come that is not complete; empty between messages. */
  Optional<String> unfinished() {
    return chunks == null ? Optional.empty() : chunks.unfinished();
  }
}
