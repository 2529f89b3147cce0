package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.serving.cache.ResultCache;
import java.util.Optional;

/** What answers calls again on this node, and what operators can ask of it. Thread-safe. */
public interface NodeCaching extends CallCaching {
  /** The cache; empty while no call needed one. */
  Optional<ResultCache> now();

  /** A cache that is there; it stays its owner's. */
  static NodeCaching of(ResultCache cache) {
    requireNonNull(cache, "cache");
    return new NodeCaching() {
      @Override
      public Optional<ResultCache> now() {
        return Optional.of(cache);
      }

      @Override
      public <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
          throws E, InterruptedException {
        return cache.call(question, context, run);
      }

      @Override
      public boolean wrong(String decisionId) {
        return cache.wrong(decisionId);
      }

      @Override
      public void close() {}
    };
  }
}
