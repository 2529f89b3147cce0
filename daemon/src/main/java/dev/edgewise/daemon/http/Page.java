package dev.edgewise.daemon.http;

/** Answers one path. Thread-safe; called on a virtual thread. */
@FunctionalInterface
public interface Page {
  /**
   * The answer to a GET.
   *
   * @param accept the header {@code Accept}; empty when there is none
   */
  Answer answer(String accept);
}
