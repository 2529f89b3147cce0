package dev.edgewise.sdk.spi.model;

import java.util.Optional;

/** What a served model does, which decides on its methods. */
public enum ModelKind {
  /** Tensors in, tensors out: {@code Infer}. */
  TENSORS("tensors", "Infer"),
  /** Pictures for a text: {@code Generate}, and {@code Draw} with what comes on the way. */
  TEXT_TO_IMAGE("text-to-image", "Generate"),
  /** The captions that are nearest to a text: {@code Nearest}. */
  CAPTIONS("captions", "Nearest"),
  /** A text goes on: {@code Complete}. */
  TEXT("text-generation", "Complete"),
  /** Points of texts: {@code Embed}. */
  EMBEDDINGS("embeddings", "Embed");

  private final String word;
  private final String method;

  ModelKind(String word, String method) {
    this.word = word;
    this.method = method;
  }

  /** As metadata and pages say it. */
  public String word() {
    return word;
  }

  /** The method that it is known by, beside {@code Metadata}. */
  public String method() {
    return method;
  }

  /** The kind that a word stands for; empty when this version knows none. */
  public static Optional<ModelKind> of(String word) {
    for (ModelKind kind : values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
