package dev.edgewise.serving.protocol;

import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be done for a request: nothing more, or one call of a model. Whoever has a transport
 * does it.
 *
 * @param <A> the answer to the request
 */
public sealed interface Step<A> {
  /** The answer is known. */
  record Answer<A>(A answer) implements Step<A> {}

  /**
   * A model is to be called.
   *
   * @param method full name, {@code edgewise.models.v1.<name>/<method>}
   * @param request the encoded message
   * @param timeout what the request says of its patience
   * @param answer makes the answer of the encoded response; throws {@link
   *     dev.edgewise.core.EdgewiseException} when there is none to be made of it
   */
  record Call<A>(
      String method, Message request, Optional<Duration> timeout, Function<Message, A> answer)
      implements Step<A> {}
}
