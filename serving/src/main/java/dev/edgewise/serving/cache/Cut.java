package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A request, cut at the text that is its question.
 *
 * @param text what is asked, not blank, of at most {@value #LONGEST} chars
 * @param before the encoded fields before it
 * @param behind those behind it
 */
record Cut(String text, Message before, Message behind) {
  /** Longer texts are compared exactly: no embedder reads so far. */
  static final int LONGEST = 8_192;

  private static final Message NOTHING = Message.EMPTY;

  Cut {
    requireNonNull(before, "before");
    requireNonNull(behind, "behind");
  }

  /**
   * Cuts a request.
   *
   * @param request of a stranger
   * @param field number of the field of the text
   * @return empty when the field is not there exactly once, is no text, or the request cannot be
   *     read: its method will say what is wrong with it
   */
  static Optional<Cut> of(Message request, int field) {
    ByteBuffer whole = request.contiguous();
    try {
      return WireReader.read(Message.of(whole), in -> cut(in, whole, field));
    } catch (MalformedMessage _) {
      return Optional.empty();
    }
  }

  private static Optional<Cut> of(ByteBuffer whole, String text, int from, int to) {
    return text.isBlank() || text.length() > LONGEST
        ? Optional.empty()
        : Optional.of(new Cut(text, part(whole, 0, from), part(whole, to, whole.remaining())));
  }

  private static Message part(ByteBuffer whole, int from, int to) {
    return from == to ? NOTHING : Message.of(whole.slice(whole.position() + from, to - from));
  }

  private static Optional<Cut> cut(WireReader in, ByteBuffer whole, int field) {
    int size = in.remaining();
    String text = null;
    int from = 0;
    int to = 0;
    int begin = 0;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag >>> 3 != field) {
        in.skip(tag);
      } else if (text != null || (tag & 7) != WireReader.LENGTH_DELIMITED) {
        return Optional.empty();
      } else {
        text = in.string();
        from = begin;
        to = size - in.remaining();
      }
      begin = size - in.remaining();
    }
    return text == null ? Optional.empty() : of(whole, text, from, to);
  }
}
