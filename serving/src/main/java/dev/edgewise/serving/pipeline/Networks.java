package dev.edgewise.serving.pipeline;

import dev.edgewise.core.model.TensorModel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Loads the networks of a folder. */
final class Networks {
  /** Large exports keep weights in files of their own, which engines here are not handed. */
  private static final List<String> WEIGHTS =
      List.of("weights.pb", "model.onnx_data", "model.onnx.data");

  private Networks() {}

  static TensorModel load(ModelFiles files, NetworkLoader networks, String part) {
    return find(files, networks, part)
        .orElseThrow(
            () ->
                Folders.bad(
                    files,
                    part + "/model.onnx is missing",
                    "Export the model again, or copy the whole folder."));
  }

  static Optional<TensorModel> find(ModelFiles files, NetworkLoader networks, String part) {
    Optional<ByteBuffer> file = files.read(part + "/model.onnx");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    for (String weights : WEIGHTS) {
      if (files.read(part + "/" + weights).isPresent()) {
        throw Folders.bad(
            files,
            part + " keeps its weights in " + weights + ", apart from model.onnx",
            "Export it as one file below 2 GiB, with 16-bit weights if need be.");
      }
    }
    return Optional.of(networks.load(files.name() + "/" + part, "onnx", file.get()));
  }
}
