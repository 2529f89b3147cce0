package dev.edgewise.orchestrator.node;

/**
 * A model that a node has loaded.
 *
 * @param name of the model
 * @param engine that runs it, {@code tflite}
 * @param service that uses it; full protobuf name
 */
public record OfferedModel(String name, String engine, String service) {
  public OfferedModel {
    Limits.text("models.name", name, 1, Limits.NAME);
    Limits.text("models.engine", engine);
    Limits.text("models.service", service, 0, Limits.NAME);
  }
}
