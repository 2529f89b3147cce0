package dev.edgewise.serving.protocol;

import static dev.edgewise.sdk.spi.WireReader.FIXED32;
import static dev.edgewise.sdk.spi.WireReader.FIXED64;
import static dev.edgewise.sdk.spi.WireReader.LENGTH_DELIMITED;
import static dev.edgewise.sdk.spi.WireReader.VARINT;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.WireReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code inference.InferTensorContents}: one list for each family of types. */
final class TypedContents {
  private final ByteArrayOutputStream numbers = new ByteArrayOutputStream();
  private final List<byte[]> texts = new ArrayList<>();
  private int field;
  private int count;
  private long[] wholes = new long[16];

  void read(WireReader in) {
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      int number = tag >>> 3;
      int wire = tag & 7;
      if (number < 1 || number > 8) {
        in.skip(tag);
        continue;
      }
      if (field != 0 && field != number) {
        throw Refusals.bad("an input has contents of more than one type");
      }
      field = number;
      if (number == 8 && wire == LENGTH_DELIMITED) {
        texts.add(in.bytes());
        count++;
      } else if (number == 6 || number == 7) {
        fixed(in, tag, number == 6 ? 4 : 8);
      } else if (number <= 5 && wire == LENGTH_DELIMITED) {
        WireReader packed = in.nested();
        while (packed.remaining() > 0) {
          whole(packed.varint());
        }
      } else if (number <= 5 && wire == VARINT) {
        whole(in.varint());
      } else {
        in.skip(tag);
      }
    }
  }

  private void whole(long value) {
    if (count == wholes.length) {
      wholes = Arrays.copyOf(wholes, 2 * count);
    }
    wholes[count++] = value;
  }

  private void fixed(WireReader in, int tag, int size) {
    byte[] bytes;
    if ((tag & 7) == LENGTH_DELIMITED) {
      bytes = in.bytes();
    } else if ((tag & 7) == FIXED32 && size == 4) {
      bytes = little(4).putFloat(in.float32()).array();
    } else if ((tag & 7) == FIXED64 && size == 8) {
      bytes = little(8).putDouble(in.float64()).array();
    } else {
      in.skip(tag);
      return;
    }
    if (bytes.length % size != 0) {
      throw Refusals.bad("typed contents end inside an element");
    }
    numbers.writeBytes(bytes);
    count += bytes.length / size;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  Tensor tensor(String name, Datatype datatype, List<Integer> shape) {
    int expected = Tensors.count(name, datatype.type(), shape);
    int wanted =
        switch (datatype) {
          case BOOL -> 1;
          case INT8, INT16, INT32 -> 2;
          case INT64 -> 3;
          case UINT8, UINT16, UINT32 -> 4;
          case UINT64 -> 5;
          case FP32 -> 6;
          case FP64 -> 7;
          case BYTES -> 8;
          default -> 0;
        };
    if (wanted == 0 || (field != wanted && !(field == 0 && expected == 0))) {
      throw Refusals.bad(
          "input '"
              + Refusals.shown(name)
              + "' of "
              + datatype
              + (wanted == 0
                  ? " has no typed contents; send raw_input_contents"
                  : " lacks its contents, or has those of another type"));
    }
    if (count != expected) {
      throw Refusals.bad(
          "input '"
              + Refusals.shown(name)
              + "' has "
              + count
              + " elements (expected: "
              + expected
              + ", as its shape says)");
    }
    if (datatype == Datatype.BYTES) {
      return Tensors.ofTexts(name, shape, texts);
    }
    if (wanted >= 6) {
      return Tensors.ofRaw(name, datatype, shape, ByteBuffer.wrap(numbers.toByteArray()));
    }
    int size = datatype.type().bytes();
    ByteBuffer raw = little(expected * size);
    for (int i = 0; i < count; i++) {
      long value = wholes[i];
      switch (size) {
        case 1 -> raw.put((byte) value);
        case 2 -> raw.putShort((short) value);
        case 4 -> raw.putInt((int) value);
        default -> raw.putLong(value);
      }
    }
    return Tensors.ofRaw(name, datatype, shape, raw.flip());
  }
}
