package dev.edgewise.engines.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** ONNX Runtime's native library, of which a process has one. */
final class NativeRuntime {
  /**
   * When it starts, version 1.29 looks through the command line of the process with a regular
   * expression that recurses for each character: on an ordinary stack a class path of some 4,000
   * characters ends the JVM with a segmentation fault and no word. Only pages that are touched take
   * memory.
   */
  private static final long STACK_BYTES = 256L << 20;

  private NativeRuntime() {}

  /**
   * Starts it, if it was not started.
   *
   * @param model that needs it, for messages
   * @throws EdgewiseException with {@code NO_ENGINE} when it cannot be loaded
   */
  static OrtEnvironment start(String model) {
    CompletableFuture<OrtEnvironment> started = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("edgewise-onnx-start")
            .stackSize(STACK_BYTES)
            .unstarted(() -> start(started));
    thread.start();
    try {
      return started.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw EdgewiseException.of(
          ErrorCode.NO_ENGINE,
          "Model '%s' needs ONNX Runtime, and its native library cannot be loaded on %s %s: %s. Add the artifact that has it, or serve the model on another machine."
              .formatted(
                  model,
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  cause.getMessage()),
          cause);
    }
  }

  private static void start(CompletableFuture<OrtEnvironment> started) {
    try {
      Natives.unpack();
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "edgewise");
      environment.setTelemetry(false);
      started.complete(environment);
    } catch (OrtException | RuntimeException | LinkageError e) {
      started.completeExceptionally(e);
    }
  }
}
