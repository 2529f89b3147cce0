package dev.edgewise.sdk.spi;

/**
 * What the answer to one request looks like on a stream on which requests and answers are sent one
 * after the other. Pure.
 */
public interface Framing {
  /** The answer that holds what the request's method answered. */
  Message answer(Message answered);

  /**
   * The answer that says what went wrong.
   *
   * @param because for people
   */
  Message failure(String because);
}
