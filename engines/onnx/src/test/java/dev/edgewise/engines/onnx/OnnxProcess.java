package dev.edgewise.engines.onnx;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that loads one model, runs it once and prints the answer; then waits for input's end.
 */
final class OnnxProcess {
  private OnnxProcess() {}

  public static void main(String[] arguments) throws IOException {
    byte[] file = Files.readAllBytes(Path.of(arguments[0]));
    try (TensorModel line =
        new OnnxEngine(1).load("line", ByteBuffer.wrap(file), EngineOptions.DEFAULT)) {
      Tensor given = Tensor.ofFloats(List.of(1, 3), new float[] {1, 2, 3});
      float[] answer = line.run(List.of(given)).getFirst().toFloats();
      System.out.println(answer[0] + " " + answer[1] + " " + answer[2]);
      int ended = System.in.read();
      System.out.println("end " + ended);
    }
  }
}
