package dev.edgewise.sdk.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.proto.v1.ChunkedRequest;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** The node's end of {@code Chunked/Call}, played by a test with protobuf's own classes. */
final class PlayedChunks implements ServerCallHandler<Message, Message> {
  /** What a node does with a call; by default nothing. */
  interface Node {
    default void begun(ServerCall<Message, Message> call, ChunkedRequest begin) {}

    default void chunk(ServerCall<Message, Message> call, ChunkedRequest chunk) {}

    default void halfClosed(ServerCall<Message, Message> call) {}
  }

  final List<ChunkedRequest> frames = new CopyOnWriteArrayList<>();
  final BlockingQueue<Metadata> headers = new LinkedBlockingQueue<>();
  final CountDownLatch cancelled = new CountDownLatch(1);
  private final Node node;

  PlayedChunks(Node node) {
    this.node = node;
  }

  /** Headers that say that chunks follow. */
  static Metadata inChunks() {
    Metadata headers = new Metadata();
    headers.put(WireNames.CHUNKS, "1");
    return headers;
  }

  /** All bytes of the request that have come. */
  byte[] received() {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    frames.forEach(frame -> all.writeBytes(frame.getChunk().toByteArray()));
    return all.toByteArray();
  }

  @Override
  public ServerCall.Listener<Message> startCall(
      ServerCall<Message, Message> call, Metadata metadata) {
    headers.add(metadata);
    call.request(1);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(Message message) {
        ChunkedRequest frame;
        try {
          frame = ChunkedRequest.parseFrom(message.bytes());
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
        frames.add(frame);
        if (frame.hasBegin()) {
          node.begun(call, frame);
        } else {
          node.chunk(call, frame);
        }
      }

      @Override
      public void onHalfClose() {
        node.halfClosed(call);
      }

      @Override
      public void onCancel() {
        cancelled.countDown();
      }
    };
  }
}
