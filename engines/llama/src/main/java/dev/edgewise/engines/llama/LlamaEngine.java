package dev.edgewise.engines.llama;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.LanguageModelEngine;
import dev.edgewise.core.model.NativeFolder;
import java.nio.file.Path;

/** Runs language models in llama.cpp's format GGUF on the processor. */
public final class LlamaEngine implements LanguageModelEngine {
  private final NativeFile natives;

  /** An engine that unpacks its native library to the folder that {@link NativeFolder} names. */
  public LlamaEngine() {
    this(NativeFile.ofClassPath(NativeFolder.configured()));
  }

  LlamaEngine(NativeFile natives) {
    this.natives = requireNonNull(natives, "natives");
  }

  @Override
  public String name() {
    return "llama";
  }

  @Override
  public String format() {
    return "gguf";
  }

  @Override
  public LanguageModel load(String name, Path file, EngineOptions options) {
    GgufFile.check(name, file);
    return LlamaModel.load(name, file, options.threads(), natives.open());
  }
}
