package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What rules may read of the messages of a method.
 *
 * @param method full name
 * @param streaming whether it answers with a stream, which no rule reads
 * @param request fields of the request
 * @param answer fields of the answer
 */
public record MethodShape(
    String method, boolean streaming, List<FieldShape> request, List<FieldShape> answer) {
  /** Fields of one message; the rest is not known to rules. */
  public static final int MOST_FIELDS = 256;

  public MethodShape {
    requireNonNull(method, "method");
    request = List.copyOf(request);
    answer = List.copyOf(answer);
  }
}
