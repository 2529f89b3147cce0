package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.UnsafeByteOperations;
import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.daemon.content.ContentStore;
import dev.edgewise.daemon.content.PutResult;
import dev.edgewise.proto.v1.ContentChunk;
import dev.edgewise.proto.v1.ContentGrpc;
import dev.edgewise.proto.v1.ContentState;
import dev.edgewise.proto.v1.GetRequest;
import dev.edgewise.proto.v1.LookRequest;
import dev.edgewise.proto.v1.PutRequest;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Takes and gives contents, chunk by chunk, by gRPC. Thread-safe. */
final class ContentService extends ContentGrpc.ContentImplBase {
  private final ContentStore store;

  ContentService(ContentStore store) {
    this.store = requireNonNull(store, "store");
  }

  @Override
  public void look(LookRequest request, StreamObserver<ContentState> answer) {
    Answers.give(answer, () -> state(store.look(digest(request.getDigest()))));
  }

  @Override
  public void put(PutRequest request, StreamObserver<ContentState> answer) {
    Answers.give(
        answer,
        () -> {
          if (request.getBytes().size() > ContentStore.CHUNK) {
            throw refusal(
                ErrorCode.NOT_ACCEPTED,
                "bytes: "
                    + request.getBytes().size()
                    + " (expected: at most "
                    + ContentStore.CHUNK
                    + ")");
          }
          PutResult result =
              store.put(
                  digest(request.getDigest()),
                  request.getSize(),
                  request.getOffset(),
                  request.getBytes().asReadOnlyByteBuffer());
          return switch (result) {
            case PutResult.Held held -> state(held);
            case PutResult.NoRoom full ->
                throw refusal(
                    ErrorCode.NO_ROOM,
                    "The store takes no more: "
                        + full.because()
                        + ". Wait until jobs have ended and what they alone needed is removed, or"
                        + " raise contentBytes or free disk space.");
            case PutResult.Broken broken ->
                throw refusal(
                    ErrorCode.BROKEN_CONTENT,
                    broken.because() + ". What came was thrown away; bring it again.");
          };
        });
  }

  @Override
  public void get(GetRequest request, StreamObserver<ContentChunk> answer) {
    Answers.give(
        answer,
        () -> {
          ContentDigest digest = digest(request.getDigest());
          int most = request.getMost() == 0 ? ContentStore.CHUNK : request.getMost();
          if (request.getOffset() < 0 || most < 1 || most > ContentStore.CHUNK) {
            throw refusal(
                ErrorCode.NOT_ACCEPTED,
                "offset, most: "
                    + request.getOffset()
                    + ", "
                    + most
                    + " (expected: at least 0, 1 to "
                    + ContentStore.CHUNK
                    + ")");
          }
          try {
            Path file = store.find(digest).orElseThrow(() -> absent(digest));
            return ContentChunk.newBuilder()
                .setSize(Files.size(file))
                .setBytes(
                    UnsafeByteOperations.unsafeWrap(store.read(digest, request.getOffset(), most)))
                .build();
          } catch (NoSuchFileException e) {
            throw absent(digest);
          }
        });
  }

  private static EdgewiseException absent(ContentDigest digest) {
    return refusal(ErrorCode.NOT_FOUND, digest + " is not in the store, or not whole.");
  }

  private static EdgewiseException refusal(ErrorCode code, String words) {
    return EdgewiseException.of(code, words);
  }

  private static ContentDigest digest(String text) {
    return ContentDigest.parse(text);
  }

  private static ContentState state(PutResult.Held held) throws IOException {
    return ContentState.newBuilder().setHeld(held.held()).setWhole(held.whole()).build();
  }
}
