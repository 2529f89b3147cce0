package dev.edgewise.lab.oip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of models in Triton's layout, with a {@code config.pbtxt} each, that Triton and an agent
 * of ours serve as it is: the same files for both.
 */
final class Repository {
  private final Path folder;

  /** In this folder, which need not be there. */
  Repository(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /**
   * A model of one input {@code x} and one output {@code y}, both of one type.
   *
   * @param batch the most rows of a run; 0 for a model that has no dimension for them
   * @param type as the configuration names it
   * @param size of the one dimension beside rows; −1 where it is open
   * @param instances of it
   * @param together whether requests that wait are run together
   */
  record Kind(int batch, String type, int size, int instances, boolean together) {}

  /** Adds a model. */
  void add(String name, Kind kind, byte[] model) throws IOException {
    Path version = Files.createDirectories(folder.resolve(name).resolve("1"));
    Files.write(version.resolve("model.onnx"), model);
    Files.write(version.resolve("model.py"), PythonEnvironment.resource("triton_model.py"));
    String text =
        """
        name: "%s"
        backend: "python"
        max_batch_size: %d
        input [ { name: "x" data_type: %s dims: [ %d ] } ]
        output [ { name: "y" data_type: %s dims: [ %d ] } ]
        instance_group [ { kind: KIND_CPU count: %d } ]
        """
            .formatted(
                name,
                kind.batch(),
                kind.type(),
                kind.size(),
                kind.type(),
                kind.size(),
                kind.instances());
    Files.writeString(
        folder.resolve(name).resolve("config.pbtxt"),
        text + (kind.together() ? "dynamic_batching { }\n" : ""));
  }

  /** The bytes of a buffer. */
  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
