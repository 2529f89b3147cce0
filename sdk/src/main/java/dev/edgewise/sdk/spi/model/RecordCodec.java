package dev.edgewise.sdk.spi.model;

import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.util.List;

/**
 * A codec whose two passes of writing are one method, and whose reader says in the message's own
 * terms what a record refused.
 *
 * @param <T> the record
 */
abstract class RecordCodec<T> implements Codec<T> {
  private final String messageName;

  RecordCodec(String simpleName) {
    this.messageName = "edgewise.v1." + simpleName;
  }

  /** Shows all fields to {@code out}, in ascending order of their numbers. */
  abstract void fields(T value, FieldVisitor out);

  /** Reads to the end; may throw what the record's constructor throws. */
  abstract T parse(WireReader in);

  @Override
  public final String messageName() {
    return messageName;
  }

  @Override
  public final int size(T value, Sizes sizes) {
    FieldVisitor.Measuring measuring = new FieldVisitor.Measuring(sizes);
    fields(value, measuring);
    return measuring.size();
  }

  @Override
  public final void write(T value, WireWriter out, Sizes sizes) {
    fields(value, new FieldVisitor.Writing(out, sizes));
  }

  @Override
  public final T read(WireReader in) {
    try {
      return parse(in);
    } catch (IllegalArgumentException e) {
      // These records name fields and numbers, and quote no content.
      throw new MalformedMessage(messageName + "." + e.getMessage(), e);
    }
  }

  /** Adds to a list that must not grow beyond what the message may have. */
  final <E> void add(List<E> list, E element, int most, String field) {
    if (list.size() == most) {
      throw new MalformedMessage(
          messageName + "." + field + ": more of them (expected: at most " + most + ")");
    }
    list.add(element);
  }
}
