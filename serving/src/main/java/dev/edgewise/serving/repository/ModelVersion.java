package dev.edgewise.serving.repository;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.model.ModelKind;

/**
 * One version of a model.
 *
 * @param model its name
 * @param number from 1; the highest is the newest
 * @param kind what it does
 * @param format the ending of its file, for example {@code onnx}; empty for a folder of several
 * @param content its bytes
 */
public record ModelVersion(
    String model, int number, ModelKind kind, String format, ModelContent content) {
  public ModelVersion {
    requireNonNull(model, "model");
    requireNonNull(kind, "kind");
    requireNonNull(format, "format");
    requireNonNull(content, "content");
  }

  /** Whether what a later look found is still this. */
  public boolean isStill(ModelVersion later) {
    return number == later.number && format.equals(later.format) && content.isStill(later.content);
  }

  @Override
  public String toString() {
    return model + " version " + number;
  }
}
