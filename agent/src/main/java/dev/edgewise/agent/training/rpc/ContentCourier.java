package dev.edgewise.agent.training.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.training.Courier;
import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.daemon.content.ContentStore;
import dev.edgewise.daemon.content.PutResult;
import dev.edgewise.sdk.wire.operator.ContentClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Carries files by gRPC; what was fetched stays in a store of this node, so that it comes once for
 * all ranks and restarts, and a transfer that was cut goes on. Thread-safe.
 */
final class ContentCourier implements Courier {
  /** What was not used for so long is fetched again. */
  private static final Duration UNUSED = Duration.ofHours(24);

  private final ContentClient client;
  private final ContentStore store;

  ContentCourier(ContentClient client, ContentStore store) {
    this.client = requireNonNull(client, "client");
    this.store = requireNonNull(store, "store");
  }

  @Override
  public void fetch(NamedContent content, Path target) throws IOException {
    ContentDigest digest = content.digest();
    PutResult.Held held = store.look(digest);
    boolean retried = false;
    while (!held.whole()) {
      byte[] chunk = held.held() < content.size() ? client.get(digest, held.held()) : new byte[0];
      if (chunk.length == 0 && held.held() < content.size()) {
        throw broken(content, "it ends after " + held.held() + " of " + content.size() + " bytes");
      }
      PutResult result = store.put(digest, content.size(), held.held(), ByteBuffer.wrap(chunk));
      switch (result) {
        case PutResult.Held more -> held = more;
        case PutResult.NoRoom full -> {
          if (retried || store.keepOnly(Set.of(), Duration.ZERO) == 0) {
            throw EdgewiseException.of(
                ErrorCode.NO_ROOM,
                "This node has no room for "
                    + content.name()
                    + ": "
                    + full.because()
                    + ". Raise trainingContentBytes, or free disk space.");
          }
          retried = true;
        }
        case PutResult.Broken wrong -> throw broken(content, wrong.because());
      }
    }
    store.copy(digest, target);
  }

  private static EdgewiseException broken(NamedContent content, String why) {
    return EdgewiseException.of(
        ErrorCode.BROKEN_CONTENT,
        content.name() + " did not come as it should: " + why + ". It is fetched again.");
  }

  @Override
  public NamedContent send(Path file, String name) throws IOException {
    ContentDigest digest = ContentDigest.of(file);
    client.put(file, digest);
    return new NamedContent(name, digest, Files.size(file));
  }

  /** Removes what no rank has needed for long. */
  void sweep() throws IOException {
    int unused = store.keepOnly(Set.of(), UNUSED);
  }
}
