package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * Which numbers the next nodes of a zone may have: {@code west1-3} has 3. Pure.
 *
 * @param listed those, ascending, and no others; empty when every number will do
 * @param because what is wrong with numbers that should be among them, for people; empty when
 *     nothing is
 */
public record NodeNumbers(Optional<List<Long>> listed, String because) {
  public NodeNumbers {
    listed = listed.map(List::copyOf);
    requireNonNull(because, "because");
  }

  /** They are counted on, and no node ever has the number of another. */
  public static NodeNumbers all() {
    return new NodeNumbers(Optional.empty(), "");
  }

  /** These alone. */
  public static NodeNumbers of(List<Long> listed, String because) {
    return new NodeNumbers(Optional.of(listed), because);
  }

  /**
   * The number of the next node. Of those that are listed each has its turn, so that the number of
   * a node that is over rests for as long as can be.
   *
   * @param last that was given
   * @param free whether nobody has it
   */
  OptionalLong next(long last, LongPredicate free) {
    if (listed.isEmpty()) {
      long next = last + 1;
      while (!free.test(next)) {
        next++;
      }
      return OptionalLong.of(next);
    }
    List<Long> numbers = listed.get();
    OptionalLong later =
        numbers.stream()
            .mapToLong(Long::longValue)
            .filter(each -> each > last)
            .filter(free)
            .findFirst();
    return later.isPresent()
        ? later
        : numbers.stream().mapToLong(Long::longValue).filter(free).findFirst();
  }

  /** Whether none is left. */
  boolean lacks(LongPredicate free) {
    return listed.isPresent() && listed.get().stream().noneMatch(free::test);
  }
}
