package dev.edgewise.serving.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.core.SemanticRule;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What makes two questions the same: SHA-256 over parts, each behind its length, so that no two
 * lists of parts run together to the same bytes. Pure.
 *
 * <p>Shapes, types, parameters and wanted outputs are fields of the request, so they are in its
 * bytes; of a model's request, its serving profile is one too.
 */
final class Keys {
  /** Goes up whenever the same parts would mean something else. */
  static final int SCHEMA = 1;

  private Keys() {}

  /**
   * A part of a key.
   *
   * @param name for tests and people
   */
  record Part(String name, List<ByteBuffer> bytes) {
    static Part of(String name, String text) {
      return new Part(name, List.of(ByteBuffer.wrap(text.getBytes(UTF_8))));
    }

    static Part of(String name, int number) {
      return new Part(name, List.of(ByteBuffer.allocate(Integer.BYTES).putInt(0, number)));
    }
  }

  /** The parts of a question of which everything must be equal. */
  static List<Part> exact(Scope scope, Message request) {
    return List.of(
        Part.of("schema", SCHEMA),
        Part.of("kind", "exact"),
        Part.of("tenant", scope.tenant()),
        Part.of("label", scope.label().name()),
        Part.of("producer", scope.producer()),
        new Part("request", request.parts()));
  }

  /**
   * The parts of the pool of a question of which one text may differ.
   *
   * @param rule all of which must be equal, since what is learned holds for it alone
   * @param cut the request without that text
   * @param embedder name of the model that compares the texts
   */
  static List<Part> pool(Scope scope, SemanticRule rule, Cut cut, String embedder) {
    return List.of(
        Part.of("schema", SCHEMA),
        Part.of("kind", "pool"),
        Part.of("tenant", scope.tenant()),
        Part.of("label", scope.label().name()),
        Part.of("producer", scope.producer()),
        Part.of("textField", rule.textField()),
        Part.of("threshold", Double.toString(rule.similarityThreshold())),
        Part.of("falseHits", rule.maxFalseHitRate().toString()),
        Part.of("same", rule.same().name()),
        Part.of("embedder", embedder),
        new Part("before", cut.before().parts()),
        new Part("behind", cut.behind().parts()));
  }

  /** The key of these parts. */
  static Key of(List<Part> parts) {
    MessageDigest sha = sha256();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES);
    for (Part part : parts) {
      long bytes = 0;
      for (ByteBuffer each : part.bytes()) {
        bytes += each.remaining();
      }
      sha.update(length.putLong(0, bytes).rewind());
      for (ByteBuffer each : part.bytes()) {
        sha.update(each.duplicate());
      }
    }
    return Key.of(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
