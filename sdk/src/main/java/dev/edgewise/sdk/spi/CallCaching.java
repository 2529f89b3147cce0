package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CacheNote;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.Clock;
import dev.edgewise.core.model.TextEmbedder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Answers calls with what was answered before: what {@code @Cached} and a serving profile ask for.
 * Hosts find its {@link Provider} as a {@link java.util.ServiceLoader} service; without one, each
 * call runs. Thread-safe.
 */
public interface CallCaching extends AutoCloseable {
  /** Opens it. */
  interface Provider {
    /**
     * Opens the cache of one node.
     *
     * @throws dev.edgewise.core.EdgewiseException with {@code BAD_CONFIGURATION}
     */
    CallCaching open(Setting setting);
  }

  /**
   * What a node gives to its cache.
   *
   * @param values the node's own configuration, key by key, as its documentation says ({@code
   *     memory}, {@code disk}, {@code shared}, …); an unknown key is refused
   * @param data a folder of this node alone; empty: nothing outlives the process
   * @param embedder opens what makes points of texts, when a semantic rule first needs one; empty
   *     where no engine has any; it stays its owner's
   * @param busy whether calls want all that the node has, so that work beside them should not be
   *     done now
   * @param clock of the node
   * @param random thread-safe
   */
  record Setting(
      Map<String, String> values,
      Optional<Path> data,
      Supplier<Optional<TextEmbedder>> embedder,
      BooleanSupplier busy,
      Clock clock,
      RandomGenerator random) {
    public Setting {
      values = Map.copyOf(values);
      requireNonNull(data, "data");
      requireNonNull(embedder, "embedder");
      requireNonNull(busy, "busy");
      requireNonNull(clock, "clock");
      requireNonNull(random, "random");
    }
  }

  /**
   * What a call is for its cache; nothing of it is ever equal for two calls that may not share.
   *
   * @param producer what computes: the method's full name and a digest of its code or model, its
   *     engine and precision, the serving profile's digest
   * @param rule how its results are kept
   * @param request the encoded request message, without what the producer says already
   * @param memoryBytes what whoever made the rule wants kept in memory at most; 0 for as much as
   *     the node thinks right. The node's own bound counts where it is less, and says so once
   * @param diskBytes the same on disk; 0 for none
   */
  record Question(
      String producer, CacheRule rule, Message request, long memoryBytes, long diskBytes) {
    public Question {
      requireNonNull(producer, "producer");
      requireNonNull(rule, "rule");
      requireNonNull(request, "request");
    }

    /** A question whose rule asks for no size. */
    public Question(String producer, CacheRule rule, Message request) {
      this(producer, rule, request, 0, 0);
    }
  }

  /**
   * An answer, and where it came from.
   *
   * @param message the encoded response message
   */
  record Answer(Message message, CacheNote note) {
    public Answer {
      requireNonNull(message, "message");
      requireNonNull(note, "note");
    }
  }

  /** Computes the answer. */
  @FunctionalInterface
  interface Run<E extends Exception> {
    /**
     * The encoded response message.
     *
     * @param context of all calls that wait for this run: has time until the last one's deadline,
     *     and is cancelled when all have gone. What it says besides is the first one's.
     */
    Message run(CallContext context) throws E, InterruptedException;
  }

  /**
   * Answers a call with what is kept, or runs it. Calls that ask the same at the same time share
   * one run, which goes on as long as one of them waits; when it fails, all fail, and nothing is
   * kept.
   *
   * @param context whose call it is: tenant and label part what is kept, and what the caller asks
   *     of the cache is obeyed
   * @param run computes it, on any thread
   * @throws InterruptedException when this caller is gone
   */
  <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
      throws E, InterruptedException;

  /**
   * A caller says that an answer was wrong: what was kept of it goes, and the cache learns.
   *
   * @param decisionId of the call that was answered so
   * @return whether this cache has answered such a call lately
   */
  boolean wrong(String decisionId);

  /** Keeps nothing: each call runs, on its caller's thread. */
  static CallCaching none() {
    return new CallCaching() {
      @Override
      public <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
          throws E, InterruptedException {
        return new Answer(run.run(context), CacheNote.NONE);
      }

      @Override
      public boolean wrong(String decisionId) {
        return false;
      }

      @Override
      public void close() {}
    };
  }

  /** Writes what is worth keeping over a restart. */
  @Override
  void close();
}
