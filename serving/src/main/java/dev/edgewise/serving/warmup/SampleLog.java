package dev.edgewise.serving.warmup;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How samples lie in a file: one record behind the other, each with its length and a checksum, so
 * that one which a crash cut off is known and left out. A record is {@code length:int crc:int} and
 * then {@code length} bytes: {@code kind:byte tensors:short}, and for each tensor {@code type:byte
 * rank:byte sizes:int…}, and in exact samples {@code bytes:int} and these. Big-endian; elements lie
 * as they are in tensors of this machine's kind, which is said in the kind. Pure.
 */
final class SampleLog {
  /** Of one record; a file has no more than some of them. */
  static final int MAX_RECORD = 8 << 20;

  private static final int HEAD = 2 * Integer.BYTES;
  private static final int MAX_TENSORS = 256;
  private static final int MAX_RANK = 16;
  private static final byte SHAPED = 1;

  /** A type is written as its place here; what a file of another version has is left out. */
  private static final List<ElementType> TYPES = List.of(ElementType.values());

  /** Exact, and on which kind of machine: elements of the other kind are not turned round. */
  private static final byte EXACT =
      (byte) (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 2 : 3);

  private SampleLog() {}

  /**
   * What a file holds.
   *
   * @param samples in the order in which they were written
   * @param good bytes up to the end of the last whole record; what follows is of no use
   */
  record Read(List<Sample> samples, int good) {}

  static byte[] record(Sample sample) {
    List<TensorSpec> specs = sample.specs();
    List<Tensor> tensors = sample instanceof Sample.Exact exact ? exact.tensors() : List.of();
    int length = Byte.BYTES + Short.BYTES;
    for (TensorSpec spec : specs) {
      length += 2 * Byte.BYTES + Integer.BYTES * spec.shape().size();
    }
    length += Math.toIntExact(Sample.bytes(tensors)) + Integer.BYTES * tensors.size();
    ByteBuffer out = ByteBuffer.allocate(HEAD + length);
    out.position(HEAD);
    out.put(sample instanceof Sample.Exact ? EXACT : SHAPED).putShort((short) specs.size());
    for (int i = 0; i < specs.size(); i++) {
      TensorSpec spec = specs.get(i);
      out.put((byte) TYPES.indexOf(spec.type())).put((byte) spec.shape().size());
      spec.shape().forEach(out::putInt);
      if (!tensors.isEmpty()) {
        ByteBuffer data = tensors.get(i).data();
        out.putInt(data.remaining()).put(data);
      }
    }
    out.putInt(0, length).putInt(Integer.BYTES, crc(out.array(), HEAD, length));
    return out.array();
  }

  /** Reads up to {@code most} samples; what is damaged ends it, and nothing is thrown. */
  static Read read(byte[] file, int most) {
    List<Sample> samples = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file);
    int good = 0;
    while (samples.size() < most && in.remaining() >= HEAD) {
      int length = in.getInt();
      int crc = in.getInt();
      if (length < 0
          || length > MAX_RECORD
          || length > in.remaining()
          || crc(file, in.position(), length) != crc) {
        break;
      }
      try {
        samples.add(sample(in.slice(in.position(), length)));
      } catch (RuntimeException _) {
        // Whole, and yet not as it should be: of another version or another machine.
        break;
      }
      in.position(in.position() + length);
      good = in.position();
    }
    return new Read(List.copyOf(samples), good);
  }

  private static Sample sample(ByteBuffer in) {
    byte kind = in.get();
    int count = in.getShort();
    if ((kind != EXACT && kind != SHAPED) || count < 0 || count > MAX_TENSORS) {
      throw new IllegalArgumentException("a record of kind " + kind + ", " + count + " tensors");
    }
    List<TensorSpec> specs = new ArrayList<>();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ElementType type = TYPES.get(in.get());
      int rank = in.get();
      if (rank < 0 || rank > MAX_RANK) {
        throw new IllegalArgumentException("a rank of " + rank);
      }
      List<Integer> shape = new ArrayList<>();
      long elements = 1;
      for (int d = 0; d < rank; d++) {
        int size = in.getInt();
        elements = Math.multiplyExact(elements, size);
        if (size < 0 || elements > MAX_RECORD) {
          throw new IllegalArgumentException("a size of " + size);
        }
        shape.add(size);
      }
      specs.add(new TensorSpec("", type, shape));
      if (kind == EXACT) {
        int bytes = in.getInt();
        ByteBuffer data = in.slice(in.position(), bytes);
        in.position(in.position() + bytes);
        tensors.add(Tensor.of(type, shape, ByteBuffer.allocateDirect(bytes).put(data).flip()));
      }
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes too many");
    }
    return kind == EXACT ? new Sample.Exact(tensors) : new Sample.Shaped(specs);
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
