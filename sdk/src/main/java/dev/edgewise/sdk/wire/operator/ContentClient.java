package dev.edgewise.sdk.wire.operator;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.ContentChunk;
import dev.edgewise.proto.v1.ContentGrpc;
import dev.edgewise.proto.v1.ContentState;
import dev.edgewise.proto.v1.GetRequest;
import dev.edgewise.proto.v1.LookRequest;
import dev.edgewise.proto.v1.PutRequest;
import dev.edgewise.sdk.wire.tls.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Brings files to an orchestrator's store and fetches them, chunk by chunk, and waits. What was cut
 * off goes on where it stopped, whoever asks again. Thread-safe.
 *
 * <p>All of it throws {@link EdgewiseException}: with {@code UNREACHABLE} when no orchestrator
 * answers in time, {@code NO_ROOM} when the store is full, {@code BROKEN_CONTENT} when what came is
 * not what was announced, {@code NOT_FOUND} when a content is not there.
 */
public final class ContentClient implements AutoCloseable {
  private static final int CHUNK = 1 << 20;

  private final OrchestratorChannel way;
  private final Duration patience;

  private ContentClient(OrchestratorChannel way, Duration patience) {
    this.way = way;
    this.patience = requireNonNull(patience, "patience");
  }

  /**
   * A client of the orchestrator at {@code host:port}, or where that can be found out; the
   * connection is made with the first question.
   *
   * @param tls what is shown and believed; stays the caller's; without it all is in plain text
   * @param patience how long one chunk may take
   * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address, {@code
   *     NO_INTEGRATION} when nothing here knows its scheme
   */
  public static ContentClient connect(String address, Optional<Tls> tls, Duration patience) {
    return new ContentClient(OrchestratorChannel.to(address, tls), patience);
  }

  /**
   * Brings a file, as far as it is not there yet.
   *
   * @param digest of the file as it is now
   * @throws IOException when the file cannot be read
   */
  public void put(Path file, ContentDigest digest) throws IOException {
    ContentState state =
        ask(stub -> stub.look(LookRequest.newBuilder().setDigest(digest.toString()).build()));
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = in.size();
      while (!state.getWhole()) {
        long offset = Math.min(state.getHeld(), size);
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, size - offset));
        while (chunk.hasRemaining() && in.read(chunk, offset + chunk.position()) >= 0) {
          // Goes on until the chunk is full, or the file was cut meanwhile.
        }
        PutRequest request =
            PutRequest.newBuilder()
                .setDigest(digest.toString())
                .setSize(size)
                .setOffset(offset)
                .setBytes(UnsafeByteOperations.unsafeWrap(chunk.flip()))
                .build();
        ContentState next = ask(stub -> stub.put(request));
        if (!next.getWhole() && next.getHeld() <= state.getHeld()) {
          throw EdgewiseException.of(
              ErrorCode.BROKEN_CONTENT,
              "The store holds "
                  + next.getHeld()
                  + " bytes of "
                  + file
                  + " and takes no more of it"
                  + ". It may have changed while it was brought; try again.");
        }
        state = next;
      }
    }
  }

  /** Bytes of a content from an offset on, at most 1 MiB; empty at its end. */
  public byte[] get(ContentDigest digest, long offset) {
    GetRequest request =
        GetRequest.newBuilder().setDigest(digest.toString()).setOffset(offset).build();
    ContentChunk chunk = ask(stub -> stub.get(request));
    ByteString bytes = chunk.getBytes();
    return bytes.toByteArray();
  }

  private <T> T ask(Function<ContentGrpc.ContentBlockingStub, T> question) {
    return way.ask(
        () ->
            question.apply(
                ContentGrpc.newBlockingStub(way.channel(patience))
                    .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)));
  }

  /** Closes the connection. */
  @Override
  public void close() {
    way.close();
  }
}
