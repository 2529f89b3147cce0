package dev.edgewise.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.edgewise.proto.v1.BeginCall;
import dev.edgewise.proto.v1.BeginMessage;
import dev.edgewise.proto.v1.ChunkedRequest;
import dev.edgewise.proto.v1.ChunkedResponse;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of {@code edgewise.v1.Chunked/Call}, for both directions and both ends. Chunks, which
 * are nearly all of the bytes, are neither copied when they are made nor when they are read.
 */
public sealed interface ChunkFrame {
  /** Full name of the method that carries messages in chunks. */
  String METHOD = "edgewise.v1.Chunked/Call";

  /** Messages above this many bytes go in chunks. */
  int THRESHOLD = 2 * 1024 * 1024;

  /** Bytes of the chunks that this side sends: measured, larger ones gain nothing. */
  int CHUNK = 256 * 1024;

  /** Bytes of the largest chunk that is taken. */
  int MAX_CHUNK = 1024 * 1024;

  /**
   * The beginning of a message.
   *
   * @param method that is called; empty in an answer
   * @param total bytes of the message, as the sender says
   * @param alignAt where in it a large block of numbers begins; 0 when there is none
   * @param first the first bytes, which an answer may send along
   */
  record Begin(String method, long total, long alignAt, ByteBuffer first) implements ChunkFrame {
    public Begin {
      requireNonNull(method, "method");
      requireNonNull(first, "first");
    }
  }

  /**
   * The next bytes of the message that was begun.
   *
   * @param bytes from position to limit
   */
  record Chunk(ByteBuffer bytes) implements ChunkFrame {
    public Chunk {
      requireNonNull(bytes, "bytes");
    }
  }

  /** The first frame of a request. */
  static Message beginCall(String method, long total, long alignAt) {
    return Message.of(
        ChunkedRequest.newBuilder()
            .setBegin(
                BeginCall.newBuilder().setMethod(method).setTotalBytes(total).setAlignAt(alignAt))
            .build()
            .toByteArray());
  }

  /** The first frame of a message of an answer. */
  static Message beginMessage(long total, long alignAt, ByteBuffer first) {
    return Message.of(
        ChunkedResponse.newBuilder()
            .setBegin(
                BeginMessage.newBuilder()
                    .setTotalBytes(total)
                    .setAlignAt(alignAt)
                    .setChunk(UnsafeByteOperations.unsafeWrap(first)))
            .build()
            .toByteArray());
  }

  /** A frame with the next bytes, of either direction; the buffers are not copied. */
  static Message chunk(List<ByteBuffer> bytes) {
    int size = bytes.stream().mapToInt(ByteBuffer::remaining).sum();
    List<ByteBuffer> parts = new ArrayList<>(bytes.size() + 1);
    parts.add(ChunkBytes.header(size));
    parts.addAll(bytes);
    return Message.of(parts);
  }

  /**
   * Reads a frame of a request.
   *
   * @throws MalformedMessage when it is none
   */
  static ChunkFrame ofRequest(Message message) {
    ByteBuffer bytes = message.contiguous();
    return ChunkBytes.of(bytes).orElseGet(() -> request(bytes));
  }

  /**
   * Reads a frame of an answer.
   *
   * @throws MalformedMessage when it is none
   */
  static ChunkFrame ofAnswer(Message message) {
    ByteBuffer bytes = message.contiguous();
    return ChunkBytes.of(bytes).orElseGet(() -> answer(bytes));
  }

  private static ChunkFrame request(ByteBuffer bytes) {
    try {
      ChunkedRequest frame = ChunkedRequest.parseFrom(bytes);
      return switch (frame.getKindCase()) {
        case BEGIN ->
            new Begin(
                frame.getBegin().getMethod(),
                frame.getBegin().getTotalBytes(),
                frame.getBegin().getAlignAt(),
                ByteBuffer.allocate(0));
        case CHUNK -> new Chunk(frame.getChunk().asReadOnlyByteBuffer());
        case KIND_NOT_SET -> throw new MalformedMessage("a frame with neither begin nor chunk");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessage("a frame that is no edgewise.v1.ChunkedRequest", e);
    }
  }

  private static ChunkFrame answer(ByteBuffer bytes) {
    try {
      ChunkedResponse frame = ChunkedResponse.parseFrom(bytes);
      return switch (frame.getKindCase()) {
        case BEGIN ->
            new Begin(
                "",
                frame.getBegin().getTotalBytes(),
                frame.getBegin().getAlignAt(),
                frame.getBegin().getChunk().asReadOnlyByteBuffer());
        case CHUNK -> new Chunk(frame.getChunk().asReadOnlyByteBuffer());
        case KIND_NOT_SET -> throw new MalformedMessage("a frame with neither begin nor chunk");
      };
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessage("a frame that is no edgewise.v1.ChunkedResponse", e);
    }
  }
}
