package dev.edgewise.serving.cache;

import dev.edgewise.annotations.Sameness;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether two encoded answers say the same, without their types: a length-delimited field whose
 * bytes are printable text is one, and otherwise a message when it can be read as one. What cannot
 * be told apart is not the same, so that a cache which checks itself errs against itself. Pure.
 */
final class Judge {
  /** Larger answers are the same only when all of their bytes are. */
  private static final int LARGEST = 1 << 20;

  private static final int DEEPEST = 16;

  private Judge() {}

  /**
   * Compares two answers.
   *
   * <p>{@code TEXT}: their texts are, in their order; where neither has any, all of both. {@code
   * FIRST}: of each field the first is, down to its texts; where these have none, all of them.
   */
  static boolean same(Sameness by, ByteBuffer one, ByteBuffer other) {
    if (one.equals(other)) {
      return true;
    }
    if (by == Sameness.EQUAL || one.remaining() > LARGEST || other.remaining() > LARGEST) {
      return false;
    }
    Optional<Leaves> left = Leaves.of(one, by == Sameness.FIRST);
    Optional<Leaves> right = Leaves.of(other, by == Sameness.FIRST);
    if (left.isEmpty() || right.isEmpty()) {
      return false;
    }
    Leaves here = left.get();
    Leaves there = right.get();
    if (here.texts.isEmpty() && there.texts.isEmpty()) {
      return by == Sameness.FIRST && here.others.equals(there.others);
    }
    return by == Sameness.TEXT
        ? here.texts.stream()
            .map(Judge::plain)
            .toList()
            .equals(there.texts.stream().map(Judge::plain).toList())
        : here.texts.equals(there.texts);
  }

  /** Letters and digits in lower case. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(plain::appendCodePoint);
    // A text of nothing but signs is what it is.
    return plain.isEmpty() ? text.strip() : plain.toString();
  }

  /** What a message holds at its ends. */
  private static final class Leaves {
    final List<String> texts = new ArrayList<>();
    final List<String> others = new ArrayList<>();
    private final boolean firstOnly;

    private Leaves(boolean firstOnly) {
      this.firstOnly = firstOnly;
    }

    /** Of a whole message; empty when it is none. */
    static Optional<Leaves> of(ByteBuffer message, boolean firstOnly) {
      Leaves leaves = new Leaves(firstOnly);
      return leaves.read(message, 0) ? Optional.of(leaves) : Optional.empty();
    }

    private boolean read(ByteBuffer message, int depth) {
      int texts = this.texts.size();
      int others = this.others.size();
      try {
        if (depth <= DEEPEST && WireReader.read(Message.of(message), in -> fields(in, depth))) {
          return true;
        }
      } catch (MalformedMessage _) {
        // It is no message; what was taken from it is given back below.
      }
      this.texts.subList(texts, this.texts.size()).clear();
      this.others.subList(others, this.others.size()).clear();
      return false;
    }

    private boolean fields(WireReader in, int depth) {
      Set<Integer> seen = new HashSet<>();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        int kind = tag & 7;
        if (!seen.add(tag >>> 3) && firstOnly) {
          in.skip(tag);
          continue;
        }
        switch (kind) {
          case WireReader.VARINT -> others.add(tag + ":" + in.varint());
          case WireReader.FIXED64 ->
              others.add(tag + ":" + Double.doubleToRawLongBits(in.float64()));
          case WireReader.FIXED32 -> others.add(tag + ":" + Float.floatToRawIntBits(in.float32()));
          case WireReader.LENGTH_DELIMITED -> block(tag, in.block(), depth);
          default -> {
            return false;
          }
        }
      }
      return true;
    }

    private void block(int tag, ByteBuffer block, int depth) {
      if (!block.hasRemaining()) {
        return;
      }
      // Texts seldom begin with a line's end, which is how a message's first string does.
      Optional<String> text = text(block);
      boolean message =
          (text.isEmpty() || Character.isISOControl(text.get().charAt(0)))
              && read(block, depth + 1);
      if (!message) {
        text.ifPresentOrElse(
            texts::add,
            () -> {
              byte[] bytes = new byte[block.remaining()];
              block.get(block.position(), bytes);
              others.add(tag + ":" + HexFormat.of().formatHex(bytes));
            });
      }
    }

    private static Optional<String> text(ByteBuffer block) {
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(block.duplicate()).toString();
        return text.codePoints().anyMatch(Judge::neverInText)
            ? Optional.empty()
            : Optional.of(text);
      } catch (CharacterCodingException _) {
        return Optional.empty();
      }
    }
  }

  private static boolean neverInText(int point) {
    return Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t';
  }
}
