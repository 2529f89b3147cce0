package dev.edgewise.core.model;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A block of numbers with a type and a shape. The elements lie in a direct buffer in the machine's
 * byte order, row-major, so that an engine reads them without a copy. A tensor does not copy what
 * it is given: who made the buffer keeps its hands off while a model runs. Not thread-safe while it
 * is being filled, safe to read from many threads afterwards.
 */
public final class Tensor {
  private final ElementType type;
  private final List<Integer> shape;
  private final ByteBuffer data;

  private Tensor(ElementType type, List<Integer> shape, ByteBuffer data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * A tensor over a buffer, from its position to its limit.
   *
   * @throws IllegalArgumentException when the buffer is not direct, or its size is not what type
   *     and shape ask for, or, for {@code BYTES}, does not hold as many whole elements
   */
  public static Tensor of(ElementType type, List<Integer> shape, ByteBuffer data) {
    requireNonNull(type, "type");
    List<Integer> checked = checkShape(shape);
    if (!data.isDirect()) {
      throw new IllegalArgumentException(
          "data: a heap buffer (expected: a direct one, see Tensor.allocate)");
    }
    if (type == ElementType.BYTES) {
      Texts.check(data, count(checked));
      return new Tensor(type, checked, data.slice().order(ByteOrder.nativeOrder()));
    }
    long expected = bytes(type, checked);
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "data: "
              + data.remaining()
              + " bytes (expected: "
              + expected
              + " for "
              + type
              + checked
              + ")");
    }
    return new Tensor(type, checked, data.slice().order(ByteOrder.nativeOrder()));
  }

  /**
   * A tensor full of zeros.
   *
   * @throws IllegalArgumentException when it would take 2 GiB or more, or for {@code BYTES}, whose
   *     size no shape tells
   */
  public static Tensor allocate(ElementType type, List<Integer> shape) {
    requireNonNull(type, "type");
    if (type == ElementType.BYTES) {
      throw new IllegalArgumentException(
          "type: BYTES (expected: a type whose elements have one size, or Tensor.ofTexts)");
    }
    List<Integer> checked = checkShape(shape);
    long bytes = bytes(type, checked);
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shape: " + checked + " of " + type + " (expected: less than 2 GiB)");
    }
    return new Tensor(
        type, checked, ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()));
  }

  /** A tensor with a copy of these floats. */
  public static Tensor ofFloats(List<Integer> shape, float[] values) {
    Tensor tensor = allocate(ElementType.FLOAT32, shape);
    if (tensor.data.capacity() / Float.BYTES != values.length) {
      throw new IllegalArgumentException(
          "values: "
              + values.length
              + " (expected: "
              + bytes(ElementType.FLOAT32, tensor.shape) / Float.BYTES
              + " for shape "
              + shape
              + ")");
    }
    tensor.data.asFloatBuffer().put(values);
    return tensor;
  }

  /**
   * A tensor of {@code BYTES} with copies of these elements, row-major.
   *
   * @throws IllegalArgumentException when the shape asks for another number of them
   */
  public static Tensor ofTexts(List<Integer> shape, List<byte[]> elements) {
    List<Integer> checked = checkShape(shape);
    if (elements.size() != count(checked)) {
      throw new IllegalArgumentException(
          "elements: "
              + elements.size()
              + " (expected: "
              + count(checked)
              + " for shape "
              + shape
              + ")");
    }
    return new Tensor(
        ElementType.BYTES, checked, Texts.write(elements).order(ByteOrder.nativeOrder()));
  }

  /** The type of the elements. */
  public ElementType type() {
    return type;
  }

  /** Size of each dimension, outermost first. */
  public List<Integer> shape() {
    return shape;
  }

  /**
   * The elements: a view with its own position, over the same memory, in the machine's byte order.
   */
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.nativeOrder());
  }

  /** A copy of the elements of a {@code FLOAT32} tensor. */
  public float[] toFloats() {
    if (type != ElementType.FLOAT32) {
      throw new IllegalStateException("toFloats on a tensor of " + type + " (expected: FLOAT32)");
    }
    float[] floats = new float[data.capacity() / Float.BYTES];
    data().asFloatBuffer().get(floats);
    return floats;
  }

  /** Copies of the elements of a {@code BYTES} tensor, row-major. */
  public List<byte[]> toTexts() {
    if (type != ElementType.BYTES) {
      throw new IllegalStateException("toTexts on a tensor of " + type + " (expected: BYTES)");
    }
    return Texts.read(data);
  }

  @Override
  public String toString() {
    return "Tensor " + type + shape;
  }

  private static List<Integer> checkShape(List<Integer> shape) {
    List<Integer> copy = List.copyOf(shape);
    for (int size : copy) {
      if (size < 0) {
        throw new IllegalArgumentException("shape: " + copy + " (expected: no negative size)");
      }
    }
    return copy;
  }

  /** How many elements; {@link Long#MAX_VALUE} for what is beyond all memories. */
  private static long count(List<Integer> shape) {
    return bytes(ElementType.UINT8, shape);
  }

  /** The size of the elements; {@link Long#MAX_VALUE} for what is beyond all memories. */
  private static long bytes(ElementType type, List<Integer> shape) {
    if (shape.contains(0)) {
      return 0;
    }
    long bytes = type.bytes();
    for (int size : shape) {
      if (bytes > Long.MAX_VALUE / size) {
        return Long.MAX_VALUE;
      }
      bytes *= size;
    }
    return bytes;
  }
}
