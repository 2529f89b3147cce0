package dev.edgewise.engines.llama;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The file of a real model, which is never a part of this repository. */
final class RealModel {
  private RealModel() {}

  static Path file() {
    String named =
        System.getProperty(
            "edgewise.text.model", System.getenv().getOrDefault("EDGEWISE_TEXT_MODEL", ""));
    assumeTrue(
        !named.isEmpty() && Files.isRegularFile(Path.of(named)),
        "EDGEWISE_TEXT_MODEL names no file; get one by: ./edgewise model pull gemma-3-270m");
    return Path.of(named);
  }
}
