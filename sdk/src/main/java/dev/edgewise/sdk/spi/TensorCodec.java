package dev.edgewise.sdk.spi;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code edgewise.v1.Tensor}: type, shape, and the elements in little-endian order, row-major.
 *
 * <p>The elements are not copied on their way out: a tensor that was handed over is not changed
 * until the call is over. On their way in they are copied only when they do not lie where an engine
 * can read them: outside the heap, aligned to their size.
 */
public final class TensorCodec implements Codec<Tensor> {
  /** The only one. */
  public static final TensorCodec INSTANCE = new TensorCodec();

  private static final int TYPE = 1 << 3 | WireReader.VARINT;
  private static final int SHAPE = 2 << 3 | WireReader.LENGTH_DELIMITED;
  private static final int ONE_OF_SHAPE = 2 << 3 | WireReader.VARINT;
  private static final int DATA = 3 << 3 | WireReader.LENGTH_DELIMITED;

  /** No engine knows more, and a stranger's message of zeros must not fill the memory. */
  private static final int MOST_DIMENSIONS = 32;

  /** By number on the wire, less one. */
  private static final List<ElementType> TYPES =
      List.of(
          ElementType.FLOAT32,
          ElementType.FLOAT16,
          ElementType.FLOAT64,
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.BOOL,
          ElementType.UINT16,
          ElementType.UINT32,
          ElementType.UINT64,
          ElementType.BFLOAT16,
          ElementType.BYTES);

  private TensorCodec() {}

  /** The number of a type on the wire. */
  public static int number(ElementType type) {
    return TYPES.indexOf(type) + 1;
  }

  /** The type of a number on the wire; empty when there is none. */
  public static Optional<ElementType> type(int number) {
    return number < 1 || number > TYPES.size()
        ? Optional.empty()
        : Optional.of(TYPES.get(number - 1));
  }

  @Override
  public String messageName() {
    return "edgewise.v1.Tensor";
  }

  @Override
  public int size(Tensor value, Sizes sizes) {
    int size = 1 + WireWriter.sizeOfVarint(TYPES.indexOf(value.type()) + 1);
    if (!value.shape().isEmpty()) {
      size += 1 + Fields.sizeOfPacked(shape(value), sizes);
    }
    ByteBuffer elements = elements(value);
    return elements.hasRemaining()
        ? Math.addExact(size + 1, WireWriter.sizeOfBlock(elements, sizes))
        : size;
  }

  @Override
  public void write(Tensor value, WireWriter out, Sizes sizes) {
    out.tag(TYPE);
    out.varint(TYPES.indexOf(value.type()) + 1);
    if (!value.shape().isEmpty()) {
      out.tag(SHAPE);
      Fields.writePacked(shape(value), out, sizes);
    }
    ByteBuffer elements = elements(value);
    if (elements.hasRemaining()) {
      out.tag(DATA);
      out.block(elements);
    }
  }

  private static long[] shape(Tensor value) {
    return value.shape().stream().mapToLong(Integer::longValue).toArray();
  }

  @Override
  public Tensor read(WireReader in) {
    int type = 0;
    List<Integer> shape = new ArrayList<>();
    ByteBuffer data = ByteBuffer.allocate(0);
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      switch (tag) {
        case TYPE -> type = in.int32();
        case ONE_OF_SHAPE -> addDimension(shape, in);
        case SHAPE -> {
          WireReader block = in.nested();
          while (block.remaining() > 0) {
            addDimension(shape, block);
          }
        }
        case DATA -> data = in.block();
        default -> in.skip(tag);
      }
    }
    if (type < 1 || type > TYPES.size()) {
      throw new MalformedMessage(
          messageName()
              + ".type: no type has number "
              + type
              + " (expected: 1 to "
              + TYPES.size()
              + ")");
    }
    try {
      return Tensor.of(TYPES.get(type - 1), shape, readable(data, TYPES.get(type - 1)));
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage(messageName() + "." + e.getMessage(), e);
    }
  }

  private void addDimension(List<Integer> shape, WireReader in) {
    long size = in.int64();
    if (size < 0 || size > Integer.MAX_VALUE || shape.size() == MOST_DIMENSIONS) {
      throw new MalformedMessage(
          messageName() + ".shape (expected: at most 32 sizes from 0 to 2147483647)");
    }
    shape.add((int) size);
  }

  /** Where an engine can read it. */
  private static ByteBuffer readable(ByteBuffer data, ElementType type) {
    boolean swapped = isSwapped(type);
    if (data.isDirect() && data.alignmentOffset(0, Math.max(1, type.bytes())) == 0 && !swapped) {
      return data;
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(data.remaining()).put(data.duplicate()).flip();
    return swapped ? swap(copy, type.bytes()) : copy;
  }

  /** As they go over the wire; only a big-endian machine has to copy for that. */
  private static ByteBuffer elements(Tensor tensor) {
    ByteBuffer data = tensor.data();
    if (!isSwapped(tensor.type())) {
      return data;
    }
    ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
    return swap(copy, tensor.type().bytes());
  }

  private static boolean isSwapped(ElementType type) {
    return type.bytes() > 1 && ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN;
  }

  /** Turns the bytes of each element around, in place. */
  static ByteBuffer swap(ByteBuffer data, int elementBytes) {
    byte[] element = new byte[elementBytes];
    byte[] turned = new byte[elementBytes];
    for (int at = 0; at + elementBytes <= data.limit(); at += elementBytes) {
      data.get(at, element);
      for (int i = 0; i < elementBytes; i++) {
        turned[i] = element[elementBytes - 1 - i];
      }
      data.put(at, turned);
    }
    return data;
  }
}
