package dev.edgewise.serving.protocol;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Tensors of raw bytes in little-endian order, and what callers may say of their shapes. */
final class Tensors {
  private static final int MOST_DIMENSIONS = 32;

  private Tensors() {}

  /** A shape that a caller named, checked. */
  static List<Integer> shape(String tensor, List<Long> sizes) {
    if (sizes.size() > MOST_DIMENSIONS
        || sizes.stream().anyMatch(size -> size < 0 || size > Integer.MAX_VALUE)) {
      throw Refusals.bad(
          "input '"
              + Refusals.shown(tensor)
              + "': its shape is none (expected: at most 32 sizes from 0 to 2147483647)");
    }
    return sizes.stream().map(Long::intValue).toList();
  }

  /** Elements of that shape; more than any request may have becomes {@code TOO_LARGE}. */
  static int count(String tensor, ElementType type, List<Integer> shape) {
    if (shape.contains(0)) {
      return 0;
    }
    long count = 1;
    for (int size : shape) {
      count *= size;
      if (count * Math.max(1, type.bytes()) > Inference.LARGEST) {
        throw EdgewiseException.of(
            ErrorCode.TOO_LARGE,
            "input '"
                + Refusals.shown(tensor)
                + "' would have more than "
                + Inference.LARGEST
                + " bytes; send less at once");
      }
    }
    return (int) count;
  }

  /** A tensor of raw bytes, which are copied only where an engine could not read them. */
  static Tensor ofRaw(String name, Datatype datatype, List<Integer> shape, ByteBuffer raw) {
    ElementType type = datatype.type();
    int count = count(name, type, shape);
    if (type != ElementType.BYTES && raw.remaining() != (long) count * type.bytes()) {
      throw Refusals.bad(
          "input '"
              + Refusals.shown(name)
              + "' has "
              + raw.remaining()
              + " bytes (expected: "
              + (long) count * type.bytes()
              + " for "
              + datatype
              + shape
              + ")");
    }
    int alignment = Math.max(1, type.bytes());
    ByteBuffer slice = raw.slice();
    boolean readable =
        slice.isDirect()
            && slice.alignmentOffset(0, alignment) == 0
            && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    ByteBuffer data =
        readable
            ? slice
            : turned(ByteBuffer.allocateDirect(slice.remaining()).put(slice).flip(), type.bytes());
    return tensor(name, type, shape, data);
  }

  static Tensor tensor(String name, ElementType type, List<Integer> shape, ByteBuffer data) {
    try {
      return Tensor.of(type, shape, data);
    } catch (IllegalArgumentException e) {
      throw Refusals.bad("input '" + Refusals.shown(name) + "': " + e.getMessage(), e);
    }
  }

  static Tensor ofTexts(String name, List<Integer> shape, List<byte[]> texts) {
    try {
      return Tensor.ofTexts(shape, texts);
    } catch (IllegalArgumentException e) {
      throw Refusals.bad("input '" + Refusals.shown(name) + "': " + e.getMessage(), e);
    }
  }

  /** The elements as they go over the wire. */
  static ByteBuffer raw(Tensor tensor) {
    ByteBuffer data = tensor.data();
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN || tensor.type().bytes() < 2) {
      return data;
    }
    return turned(ByteBuffer.allocate(data.remaining()).put(data).flip(), tensor.type().bytes());
  }

  /** Turns the bytes of each element around, on machines that need it. */
  private static ByteBuffer turned(ByteBuffer data, int size) {
    if (size < 2 || ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      return data;
    }
    for (int at = 0; at + size <= data.limit(); at += size) {
      for (int low = at, high = at + size - 1; low < high; low++, high--) {
        byte kept = data.get(low);
        data.put(low, data.get(high));
        data.put(high, kept);
      }
    }
    return data;
  }

  /**
   * The highest scores of each item as {@code "score:index"}, highest first, as Triton writes them;
   * of a tensor with one dimension, or none, all elements are one item.
   */
  static Tensor classes(String name, Tensor tensor, int most) {
    if (tensor.type() != ElementType.FLOAT32) {
      throw Refusals.bad(
          "output '" + Refusals.shown(name) + "': only FP32 can be asked for its classes");
    }
    float[] scores = tensor.toFloats();
    boolean batched = tensor.shape().size() > 1;
    int items = batched ? tensor.shape().get(0) : 1;
    int each = items == 0 ? 0 : scores.length / items;
    int wanted = Math.min(most, each);
    List<byte[]> texts = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      int from = item * each;
      IntStream.range(0, each)
          .boxed()
          .sorted((a, b) -> Float.compare(scores[from + b], scores[from + a]))
          .limit(wanted)
          .forEach(
              index ->
                  texts.add(
                      String.format(Locale.ROOT, "%f:%d", scores[from + index], (int) index)
                          .getBytes(StandardCharsets.UTF_8)));
    }
    return Tensor.ofTexts(batched ? List.of(items, wanted) : List.of(wanted), texts);
  }
}
