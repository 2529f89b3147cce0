package dev.edgewise.sdk.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Compares reader and writer with protobuf's own, value by value, over values that are likely to go
 * wrong and over random ones.
 */
final class WireFormatTest {
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(20_261_124);

  @Test
  void writesEachKindOfValueAsProtobufDoes() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      long number = number();
      int small = (int) number;
      float single = Float.intBitsToFloat(small);
      double twice = Double.longBitsToDouble(number);
      String text = text();
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);

      byte[] ours =
          encode(
              new Written(
                  WireWriter.sizeOfVarint(number)
                      + WireWriter.sizeOfInt32(small)
                      + WireWriter.sizeOfVarint(number)
                      + 1
                      + Float.BYTES
                      + Double.BYTES
                      + WireWriter.sizeOfLengthDelimited(WireWriter.sizeOfUtf8(text))
                      + WireWriter.sizeOfLengthDelimited(bytes.length),
                  out -> {
                    out.varint(number);
                    out.int32(small);
                    out.int64(number);
                    out.bool(small > 0);
                    out.float32(single);
                    out.float64(twice);
                    out.string(text);
                    out.bytes(bytes);
                  }),
              "");

      ByteArrayOutputStream theirs = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(theirs);
      out.writeUInt64NoTag(number);
      out.writeInt32NoTag(small);
      out.writeInt64NoTag(number);
      out.writeBoolNoTag(small > 0);
      out.writeFloatNoTag(single);
      out.writeDoubleNoTag(twice);
      out.writeStringNoTag(text);
      out.writeByteArrayNoTag(bytes);
      out.flush();
      assertThat(ours).isEqualTo(theirs.toByteArray());

      assertReads(ours, number, small, single, twice, text, bytes);
    }
  }

  private static void assertReads(
      byte[] message,
      long number,
      int small,
      float single,
      double twice,
      String text,
      byte[] bytes) {
    decode(
        new Read<>(
            in -> {
              assertThat(in.varint()).isEqualTo(number);
              assertThat(in.int32()).isEqualTo(small);
              assertThat(in.int64()).isEqualTo(number);
              assertThat(in.bool()).isEqualTo(small > 0);
              assertThat(Float.floatToRawIntBits(in.float32()))
                  .isEqualTo(Float.floatToRawIntBits(single));
              assertThat(Double.doubleToRawLongBits(in.float64()))
                  .isEqualTo(Double.doubleToRawLongBits(twice));
              assertThat(in.string()).isEqualTo(text);
              assertThat(in.bytes()).isEqualTo(bytes);
              assertThat(in.remaining()).isZero();
              return "";
            }),
        message);
  }

  @Test
  void sizesOfVarintsAreProtobufs() {
    for (int round = 0; round < ROUNDS; round++) {
      long number = number();
      assertThat(WireWriter.sizeOfVarint(number))
          .isEqualTo(CodedOutputStream.computeUInt64SizeNoTag(number));
      assertThat(WireWriter.sizeOfInt32((int) number))
          .isEqualTo(CodedOutputStream.computeInt32SizeNoTag((int) number));
    }
  }

  @Test
  void halfACharacterBecomesAQuestionMarkAsInJava() {
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        // Mostly surrogates, so that all orders of halves come up.
        text.append(
            random.nextInt(3) == 0
                ? (char) random.nextInt(0x10000)
                : (char) (0xD800 + random.nextInt(0x800)));
      }
      byte[] utf8 = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);

      assertThat(WireWriter.sizeOfUtf8(text.toString())).isEqualTo(utf8.length);
      byte[] message =
          encode(
              new Written(
                  WireWriter.sizeOfLengthDelimited(utf8.length),
                  out -> out.string(text.toString())),
              "");
      assertThat(decode(new Read<>(WireReader::string), message))
          .isEqualTo(new String(utf8, java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  void readsPackedBlocksInPiecesAndSingleElements() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    // Field 1 as a packed block, a single element, an empty block and a block again.
    out.writeTag(1, WireReader.LENGTH_DELIMITED);
    out.writeUInt32NoTag(8);
    out.writeFloatNoTag(1);
    out.writeFloatNoTag(Float.NaN);
    out.writeFloat(1, -0.0f);
    out.writeTag(1, WireReader.LENGTH_DELIMITED);
    out.writeUInt32NoTag(0);
    out.writeTag(1, WireReader.LENGTH_DELIMITED);
    out.writeUInt32NoTag(4);
    out.writeFloatNoTag(4);
    out.flush();

    float[] floats =
        decode(
            new Read<>(
                in -> {
                  Repeated.Floats all = new Repeated.Floats();
                  for (int tag = in.tag(); tag != 0; tag = in.tag()) {
                    all.read(in, tag);
                  }
                  return all.toArray();
                }),
            bytes.toByteArray());

    assertThat(floats).containsExactly(1, Float.NaN, -0.0f, 4);
  }

  @Test
  void packedBlocksAreProtobufs() throws IOException {
    float[] floats = new float[1_000];
    double[] doubles = new double[1_000];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(random.nextInt());
      out.writeFloatNoTag(floats[i]);
    }
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = Double.longBitsToDouble(random.nextLong());
      out.writeDoubleNoTag(doubles[i]);
    }
    out.flush();

    byte[] ours =
        encode(
            new Written(
                12_000,
                o -> {
                  o.packedFloats(floats);
                  o.packedDoubles(doubles);
                }),
            "");

    assertThat(ours).isEqualTo(bytes.toByteArray());
  }

  @Test
  void skipsWhateverProtobufSkips() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] noise = new byte[random.nextInt(24)];
      random.nextBytes(noise);
      // Small bytes make valid tags and lengths likely.
      for (int i = 0; i < noise.length; i++) {
        if (random.nextBoolean()) {
          noise[i] = (byte) random.nextInt(48);
        }
      }
      String refusal = refusal(noise);
      boolean skipped = theySkip(noise);
      // Of a tag of more than 32 bits protobuf ignores what is too much; here it is refused.
      assertThat(refusal.isEmpty() || (skipped && refusal.startsWith("invalid tag")))
          .as("%s, refused with \"%s\"", ByteString.copyFrom(noise), refusal)
          .isEqualTo(skipped);
    }
  }

  private static boolean weSkip(byte[] message) {
    return refusal(message).isEmpty();
  }

  /** Why a message cannot be skipped field by field; empty when it can. */
  private static String refusal(byte[] message) {
    try {
      decode(
          new Read<>(
              in -> {
                for (int tag = in.tag(); tag != 0; tag = in.tag()) {
                  in.skip(tag);
                }
                return "";
              }),
          message);
      return "";
    } catch (MalformedMessage e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static boolean theySkip(byte[] message) {
    CodedInputStream in = CodedInputStream.newInstance(message);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        // A group's end without its beginning ends protobuf's loop; to a message it is an error.
        if (!in.skipField(tag)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anyBytesAreAMessageOrMalformedAndNothingElse() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      try {
        decode(new Read<>(in -> readAtRandom(in, 0)), noise);
      } catch (MalformedMessage e) {
        assertThat(e.getMessage()).contains("byte");
      }
    }
  }

  private int readAtRandom(WireReader in, int depth) {
    int values = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      values++;
      switch (random.nextInt(11)) {
        case 0 -> in.varint();
        case 1 -> in.int32();
        case 2 -> in.bool();
        case 3 -> in.float32();
        case 4 -> in.float64();
        case 5 -> in.string();
        case 6 -> in.bytes();
        case 7 -> in.packedFloats();
        case 8 -> in.packedDoubles();
        case 9 -> readAtRandom(in.nested(), depth + 1);
        default -> in.skip(tag);
      }
    }
    return values;
  }

  @Test
  void everyCutOfAMessageIsMalformedOrShorter() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeString(1, "größer 😀");
    out.writeDouble(2, 1.5);
    out.writeInt64(3, -1);
    out.writeFloat(4, 2);
    out.flush();
    byte[] whole = bytes.toByteArray();

    List<Integer> readable = new ArrayList<>();
    for (int length = 0; length <= whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      if (weSkip(cut)) {
        readable.add(length);
      }
    }

    // Between fields only: 15 bytes with the text, then 9, 11 and 5.
    assertThat(readable).containsExactly(0, 15, 24, 35, 40);
  }

  @Test
  void aLengthThatIsNotThereAllocatesNothing() {
    // 2^31 - 1, 2^32 - 1 and 2^63 bytes that do not follow.
    byte[][] claims = {
      {-1, -1, -1, -1, 7},
      {-1, -1, -1, -1, 15},
      {-128, -128, -128, -128, -128, -128, -128, -128, -128, 1},
    };
    for (byte[] claim : claims) {
      assertMalformed(claim, WireReader::bytes, "are left");
      assertMalformed(claim, WireReader::string, "are left");
      assertMalformed(claim, WireReader::nested, "are left");
      assertMalformed(claim, in -> in.packedFloats(), "are left");
      assertMalformed(claim, in -> in.packedDoubles(), "are left");
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertMalformed(new byte[] {3, 'a', (byte) 0xFF, 'b'}, WireReader::string, "not UTF-8");
    assertMalformed(new byte[] {2, (byte) 0xC0, (byte) 0x80}, WireReader::string, "not UTF-8");
    assertMalformed(
        new byte[] {3, (byte) 0xED, (byte) 0xA0, (byte) 0x80}, WireReader::string, "not UTF-8");
    assertMalformed(new byte[] {5, 0, 0, 0, 0, 0}, in -> in.packedFloats(), "multiple");
    assertMalformed(new byte[] {0}, WireReader::tag, "invalid tag");
    assertMalformed(new byte[] {7}, in -> skip(in), "invalid tag");
    assertMalformed(new byte[] {(byte) 0x0E}, in -> skip(in), "wire type 6");
    assertMalformed(new byte[] {(byte) 0x0C}, in -> skip(in), "wire type 4");
    assertMalformed(new byte[] {(byte) 0x0B, (byte) 0x14}, in -> skip(in), "group");
    assertMalformed(
        new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, WireReader::varint, "10 bytes");
  }

  private static int skip(WireReader in) {
    int tag = in.tag();
    in.skip(tag);
    return tag;
  }

  @Test
  void messagesNestAsDeepAsProtobufAllows() {
    Read<Integer> deep = new Read<>(WireFormatTest::depth);

    assertThat(decode(deep, nest(WireReader.MAX_DEPTH))).isEqualTo(WireReader.MAX_DEPTH);
    assertThatThrownBy(() -> decode(deep, nest(WireReader.MAX_DEPTH + 1)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("nested deeper than 100");
    // Half a megabyte of group starts must not overflow the stack either.
    byte[] groups = new byte[500_000];
    java.util.Arrays.fill(groups, (byte) 0x0B);
    assertThat(weSkip(groups)).isFalse();
  }

  private static int depth(WireReader in) {
    return in.tag() == 0 ? 0 : 1 + depth(in.nested());
  }

  private static byte[] nest(int depth) {
    byte[] message = new byte[0];
    for (int i = 0; i < depth; i++) {
      byte[] inner = message;
      message =
          encode(
              new Written(
                  1 + WireWriter.sizeOfLengthDelimited(inner.length),
                  out -> {
                    out.tag(10);
                    out.bytes(inner);
                  }),
              "");
    }
    return message;
  }

  @Test
  void aValueThatChangesWhileItIsWrittenIsNoticed() {
    assertThatThrownBy(() -> encode(new Written(5, out -> out.bool(true)), ""))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("measured 5 bytes, and wrote 1");
    assertThatThrownBy(() -> encode(new Written(1, out -> out.string("grown")), ""))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("changed while it was encoded");
  }

  private static <T> void assertMalformed(byte[] message, Reading<T> reading, String words) {
    assertThatThrownBy(() -> decode(new Read<>(reading), message))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining(words);
  }

  /** Numbers of all lengths, the borders between lengths included. */
  private long number() {
    int shift = random.nextInt(65);
    long border = shift == 64 ? 0 : 1L << shift;
    return switch (random.nextInt(4)) {
      case 0 -> border;
      case 1 -> border - 1;
      case 2 -> -border;
      default -> shift == 64 ? random.nextLong() : random.nextLong() >>> shift;
    };
  }

  /** Texts of whole characters of one to four bytes. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int bits = 1 + random.nextInt(21);
      int character = random.nextInt(1 << bits);
      boolean isOne =
          Character.isValidCodePoint(character) && (character < 0xD800 || character > 0xDFFF);
      text.appendCodePoint(isOne ? character : 'x');
    }
    return text.toString();
  }

  private interface Reading<T> {
    T read(WireReader in);
  }

  private interface Writing {
    void write(WireWriter out);
  }

  /** A codec that only reads. */
  private record Read<T>(Reading<T> reading) implements Codec<T> {
    @Override
    public String messageName() {
      return "test.v1.Read";
    }

    @Override
    public int size(T value, Sizes sizes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(T value, WireWriter out, Sizes sizes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public T read(WireReader in) {
      return reading.read(in);
    }
  }

  /** A codec that only writes. */
  private record Written(int bytes, Writing writing) implements Codec<String> {
    @Override
    public String messageName() {
      return "test.v1.Written";
    }

    @Override
    public int size(String value, Sizes sizes) {
      return bytes;
    }

    @Override
    public void write(String value, WireWriter out, Sizes sizes) {
      writing.write(out);
    }

    @Override
    public String read(WireReader in) {
      throw new UnsupportedOperationException();
    }
  }

  private static <T> byte[] encode(Codec<T> codec, T value) {
    return WireWriter.encode(codec, value).bytes();
  }

  private static <T> T decode(Codec<T> codec, byte[] message) {
    return WireReader.decode(codec, Message.of(message));
  }
}
