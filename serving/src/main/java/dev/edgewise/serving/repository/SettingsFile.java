package dev.edgewise.serving.repository;

import dev.edgewise.core.EdgewiseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file with a model's settings: {@code config.yaml}, or else Triton's {@code config.pbtxt}. */
record SettingsFile(String model, Path path) {
  /** Items of one batch. */
  static final int MAX_BATCH = 1_024;

  /** That a call waits for others. */
  static final long MAX_MICROS = 60_000_000;

  private static final int MAX_BYTES = 1 << 20;

  /**
   * Those of a model.
   *
   * @param home the model's folder
   * @param notes are told what is not read
   */
  static ModelSettings settings(String model, Path home, List<String> notes) throws IOException {
    SettingsFile yaml = new SettingsFile(model, home.resolve("config.yaml"));
    SettingsFile triton = new SettingsFile(model, home.resolve("config.pbtxt"));
    if (yaml.isThere()) {
      if (triton.isThere()) {
        notes.add("config.pbtxt is not read, because there is a config.yaml");
      }
      return new YamlSettings(yaml).read(yaml.text());
    }
    return triton.isThere()
        ? new TritonSettings(triton).read(triton.text(), notes)
        : ModelSettings.NONE;
  }

  private boolean isThere() {
    return Files.isRegularFile(path);
  }

  private String text() throws IOException {
    if (Files.size(path) > MAX_BYTES) {
      throw bad("it is larger than 1 MiB");
    }
    try {
      return Files.readString(path);
    } catch (CharacterCodingException _) {
      throw bad("it is not text in UTF-8");
    }
  }

  /** Reads samples with a reader that knows where their files lie. */
  @FunctionalInterface
  interface Samples {
    List<WarmupSample> with(WarmupReader reader) throws WarmupReader.Wrong;
  }

  List<WarmupSample> warmup(Samples samples) {
    try {
      return samples.with(new WarmupReader(path.resolveSibling("warmup")));
    } catch (WarmupReader.Wrong e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  EdgewiseException bad(String problem) {
    return BadModel.of(
        model,
        path.getFileName() + ": " + problem,
        path.toString(),
        "Mend it, or take it away: everything can be read from the model.");
  }
}
