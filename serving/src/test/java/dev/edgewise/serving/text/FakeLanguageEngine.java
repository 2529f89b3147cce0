package dev.edgewise.serving.text;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.LanguageModelEngine;
import java.nio.file.Path;

/** Gives {@link FakeLanguageModel}s, whatever is in the file. Found as a service by tests. */
public final class FakeLanguageEngine implements LanguageModelEngine {
  /** As a service. */
  public FakeLanguageEngine() {}

  @Override
  public String name() {
    return "fake-language";
  }

  @Override
  public String format() {
    return "gguf";
  }

  @Override
  public LanguageModel load(String name, Path file, EngineOptions options) {
    return new FakeLanguageModel(300, true);
  }
}
