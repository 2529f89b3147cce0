package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

/**
 * An exception that a method declares, and that therefore reaches its caller as itself.
 *
 * @param type the exception
 * @param codec translates it; the name of its message is what a stranger knows it by
 * @param <E> the exception
 */
public record Fault<E extends Exception>(Class<E> type, Codec<E> codec) {
  public Fault {
    requireNonNull(type, "type");
    requireNonNull(codec, "codec");
  }
}
