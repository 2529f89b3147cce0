package dev.edgewise.agent.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.proto.v1.BeginCall;
import dev.edgewise.proto.v1.ChunkedRequest;
import dev.edgewise.proto.v1.ChunkedResponse;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.ChunkFrame;
import dev.edgewise.sdk.wire.MessageMarshaller;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A caller of {@code Chunked/Call} that is no Edgewise SDK, and need not keep its rules. */
final class ChunkedCaller extends ClientCall.Listener<Message> {
  /** How a call ended. */
  record Ended(Status status, Metadata trailers) {}

  final ClientCall<Message, Message> call;
  final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  final CompletableFuture<Ended> ended = new CompletableFuture<>();
  final List<ChunkedResponse> frames = new CopyOnWriteArrayList<>();

  private ChunkedCaller(ClientCall<Message, Message> call) {
    this.call = call;
  }

  static ManagedChannel channel(Rig rig) {
    return NettyChannelBuilder.forAddress("127.0.0.1", rig.server.port())
        .usePlaintext()
        .disableRetry()
        .build();
  }

  /** Opens a call and says nothing yet. */
  static ChunkedCaller open(ManagedChannel channel, Metadata headers) {
    return open(channel, ChunkFrame.METHOD, headers);
  }

  static ChunkedCaller open(ManagedChannel channel, String method, Metadata headers) {
    ChunkedCaller caller =
        new ChunkedCaller(
            channel.newCall(
                MessageMarshaller.method(MethodType.BIDI_STREAMING, method),
                CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS)));
    caller.call.start(caller, headers);
    return caller;
  }

  ChunkedCaller begin(String method, long total) {
    return send(
        ChunkedRequest.newBuilder()
            .setBegin(BeginCall.newBuilder().setMethod(method).setTotalBytes(total)));
  }

  ChunkedCaller chunk(byte[] bytes) {
    return send(ChunkedRequest.newBuilder().setChunk(ByteString.copyFrom(bytes)));
  }

  ChunkedCaller send(ChunkedRequest.Builder frame) {
    call.sendMessage(Message.of(frame.build().toByteArray()));
    return this;
  }

  /** Waits for the node's word to go on. */
  ChunkedCaller taken() {
    headers.orTimeout(60, TimeUnit.SECONDS).join();
    return this;
  }

  /** Says that this was all, takes the whole answer, and waits for the end. */
  Ended finish() {
    call.halfClose();
    return end();
  }

  /** Takes whatever comes, and waits for the end. */
  Ended end() {
    call.request(Integer.MAX_VALUE);
    return ended.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** The bytes of the answer. */
  byte[] answer() {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (ChunkedResponse frame : frames) {
      all.writeBytes(
          (frame.hasBegin() ? frame.getBegin().getChunk() : frame.getChunk()).toByteArray());
    }
    return all.toByteArray();
  }

  @Override
  public void onHeaders(Metadata metadata) {
    headers.complete(metadata);
  }

  @Override
  public void onMessage(Message message) {
    try {
      frames.add(ChunkedResponse.parseFrom(message.bytes()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    headers.completeExceptionally(status.asRuntimeException());
    ended.complete(new Ended(status, trailers));
  }
}
