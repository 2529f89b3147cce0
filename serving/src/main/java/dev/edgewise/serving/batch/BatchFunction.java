package dev.edgewise.serving.batch;

import java.util.List;

/**
 * Works on several items at once, for example by one run of a model. Called from one thread at a
 * time for each worker of a {@link Device}; may block.
 *
 * @param <I> what goes in
 * @param <O> what comes out
 */
@FunctionalInterface
public interface BatchFunction<I, O> {
  /**
   * The results, one for each item, in the items' order.
   *
   * @param items one or more, of one key; not changeable
   * @throws Exception when the batch failed. If the family is idempotent, parts of it are run again
   *     to find the item to blame. {@link OutOfMemoryError}, or an error with {@code EW8007}, means
   *     that the batch was too large
   */
  List<O> run(List<I> items) throws Exception;
}
