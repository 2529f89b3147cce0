package dev.edgewise.serving.batch;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a run of the batch function ended. */
sealed interface Attempt<O> {
  /** With a result for each item. */
  record Good<O>(List<O> results) implements Attempt<O> {}

  /** It threw, or gave another number of results. */
  record Bad<O>(Throwable error) implements Attempt<O> {}

  /** There was not enough memory for so many items. */
  record TooLarge<O>(Throwable error) implements Attempt<O> {}

  /** Runs the function; nothing comes out but as a value. */
  @SuppressWarnings("ThrowableNotThrown")
  static <I, O> Attempt<O> of(LaneFamily<I, O> family, List<I> items) {
    List<O> results;
    try {
      results = family.function.run(items);
    } catch (OutOfMemoryError error) {
      return new TooLarge<>(
          EdgewiseException.of(
              ErrorCode.NO_MODEL_MEMORY,
              "Memory ran out in a batch of "
                  + items.size()
                  + " of "
                  + family.name
                  + ". Give the process more memory, or set a smaller batch.",
              error));
    } catch (EdgewiseException error) {
      return error.code() == ErrorCode.NO_MODEL_MEMORY ? new TooLarge<>(error) : new Bad<>(error);
    } catch (Throwable error) {
      // Errors too: a worker that dies would leave its callers without an answer.
      return new Bad<>(error);
    }
    String wrong = wrong(results, items.size());
    return wrong == null
        ? new Good<>(results)
        : new Bad<>(
            EdgewiseException.of(
                ErrorCode.BAD_BATCH,
                family.name
                    + " gave "
                    + wrong
                    + " for a batch of "
                    + items.size()
                    + ". It has to give one result for each item, in their order."));
  }

  private static @Nullable String wrong(@Nullable List<?> results, int expected) {
    if (results == null) {
      return "null";
    }
    if (results.size() != expected) {
      return results.size() + " results";
    }
    for (Object result : results) {
      if (result == null) {
        return "a result that is null";
      }
    }
    return null;
  }
}
