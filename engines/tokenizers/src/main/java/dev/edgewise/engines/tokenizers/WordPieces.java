package dev.edgewise.engines.tokenizers;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/** The tokenizer of a model, as its {@code tokenizer.json} has it. Thread-safe. */
final class WordPieces implements AutoCloseable {
  /** What the model was trained with; sentence-transformers cuts at the same length. */
  static final int MAX_TOKENS = 256;

  /** Beyond this no more can count: no word piece that texts have is so long. */
  static final int MAX_CHARACTERS = 100_000;

  private final HuggingFaceTokenizer tokenizer;

  private WordPieces(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static WordPieces open(byte[] json) {
    // DJL asks the network for newer things, and counts its users, unless told otherwise.
    quiet("ai.djl.offline");
    quiet("OPT_OUT_TRACKING");
    // The file itself asks for 128 tokens, filled up: that is four times the work for a caption.
    Map<String, String> options =
        Map.of(
            "padding", "false",
            "truncation", "true",
            "maxLength", Integer.toString(MAX_TOKENS),
            "addSpecialTokens", "true");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      // DJL looks for its own files with the thread's loader, which may be that of a service.
      thread.setContextClassLoader(HuggingFaceTokenizer.class.getClassLoader());
      return new WordPieces(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options));
    } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
      throw EdgewiseException.of(
          ErrorCode.BROKEN_MODEL,
          "The text embedder's tokenizer cannot be loaded: "
              + e
              + ". Its native library is unpacked to the folder in the system property"
              + " ENGINE_CACHE_DIR (else ~/.djl.ai), which must be writable, and one class loader"
              + " of a JVM can load it: keep edgewise-engine-tokenizers out of service jars.",
          e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void quiet(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  /** The numbers of a text, with those that mark its begin and its end; at least these two. */
  long[] encode(String text) {
    return tokenizer.encode(text).getIds();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
