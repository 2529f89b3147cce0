package dev.edgewise.serving.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes characters of the bytes of tokens, which can end in the middle of one. What is no UTF-8
 * becomes U+FFFD. Of one thread.
 */
final class Characters {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The beginning of a character, at most three bytes. */
  private byte[] rest = {};

  /** The characters that are complete with these bytes. */
  String add(byte[] bytes) {
    return decoded(bytes, false);
  }

  /** What is left, as it is. */
  String end() {
    return decoded(new byte[0], true);
  }

  private String decoded(byte[] bytes, boolean end) {
    ByteBuffer in = ByteBuffer.allocate(rest.length + bytes.length).put(rest).put(bytes).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.reset();
    var unused = decoder.decode(in, out, end);
    rest = new byte[in.remaining()];
    in.get(rest);
    return out.flip().toString();
  }
}
