package dev.edgewise.serving.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Sameness;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.serving.cache.store.Key;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the cache writes beside an answer: whose it is, and the question that it answers, so that a
 * node which has only the entry can find both again.
 *
 * @param similar present for a question that others may be alike to
 */
record About(Scope scope, Optional<Similar> similar) {
  private static final byte VERSION = 1;
  private static final int LONGEST = 1 << 16;

  About {
    requireNonNull(scope, "scope");
    requireNonNull(similar, "similar");
  }

  /**
   * A question among others of its pool.
   *
   * @param pool its key
   * @param embedder name of the model that compares texts there
   */
  record Similar(Key pool, SemanticRule rule, String embedder, String text) {
    Similar {
      requireNonNull(pool, "pool");
      requireNonNull(rule, "rule");
      requireNonNull(embedder, "embedder");
      requireNonNull(text, "text");
    }
  }

  ByteBuffer encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(out, scope);
      out.writeBoolean(similar.isPresent());
      if (similar.isPresent()) {
        write(out, similar.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory", e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  static void write(DataOutputStream out, Scope scope) throws IOException {
    text(out, scope.tenant());
    text(out, scope.label().name());
    text(out, scope.producer());
  }

  static void write(DataOutputStream out, Similar similar) throws IOException {
    out.write(similar.pool().bytes());
    SemanticRule rule = similar.rule();
    out.writeInt(rule.textField());
    out.writeDouble(rule.similarityThreshold());
    out.writeDouble(rule.maxFalseHitRate().orElse(0));
    text(out, rule.same().name());
    text(out, similar.embedder());
    text(out, similar.text());
  }

  /** Reads it; empty when this version did not write it so, which is not an error. */
  static Optional<About> read(ByteBuffer encoded) {
    ByteBuffer in = encoded.duplicate();
    try {
      if (in.get() != VERSION) {
        return Optional.empty();
      }
      Scope scope = scope(in);
      return Optional.of(
          new About(scope, in.get() != 0 ? Optional.of(similar(in)) : Optional.empty()));
    } catch (RuntimeException _) {
      // Cut off, or of an enum's constant that this version does not know.
      return Optional.empty();
    }
  }

  static Scope scope(ByteBuffer in) {
    return new Scope(text(in), Label.valueOf(text(in)), text(in));
  }

  static Similar similar(ByteBuffer in) {
    byte[] pool = new byte[Key.SIZE];
    in.get(pool);
    int field = in.getInt();
    double threshold = in.getDouble();
    double rate = in.getDouble();
    return new Similar(
        Key.of(pool),
        new SemanticRule(
            field,
            threshold,
            rate > 0 ? OptionalDouble.of(rate) : OptionalDouble.empty(),
            Sameness.valueOf(text(in))),
        text(in),
        text(in));
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > LONGEST) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, UTF_8);
  }
}
