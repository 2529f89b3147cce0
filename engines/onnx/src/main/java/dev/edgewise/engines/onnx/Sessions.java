package dev.edgewise.engines.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Arena;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Options in the runtime's words. */
final class Sessions {
  private static final Logger LOG = System.getLogger(Sessions.class.getName());

  /**
   * Arenas to shrink after a run: of the processor, device 0.
   *
   * @see <a
   *     href="https://onnxruntime.ai/docs/get-started/with-c.html#features">onnxruntime_run_options_config_keys.h</a>
   */
  private static final String SHRINK = "memory.enable_memory_arena_shrinkage";

  private Sessions() {}

  /**
   * Opens a session with the provider that was asked for, or with the processor where options allow
   * it.
   *
   * @throws OrtException when the model is at fault, whatever the provider is
   * @throws EdgewiseException with {@code NO_ENGINE} when the provider is
   */
  static OrtSession open(
      String model, OrtEnvironment environment, ByteBuffer file, EngineOptions options)
      throws OrtException {
    if (options.provider() == Provider.CPU) {
      return onProcessor(environment, file, options);
    }
    try (SessionOptions settings = settings(options)) {
      add(settings, options);
      return environment.createSession(file, settings);
    } catch (OrtException e) {
      // What fails here too is the model's own fault: no provider would take it.
      OrtSession instead = onProcessor(environment, file, options);
      String problem =
          "%s cannot be used for model '%s': %s. See docs/engines.md for what it needs"
              .formatted(options.provider().word(), model, words(e));
      if (options.fallback()) {
        LOG.log(Level.WARNING, problem + "; it runs on the processor.");
        return instead;
      }
      instead.close();
      throw EdgewiseException.of(
          ErrorCode.NO_ENGINE,
          problem + ", ask for the provider cpu, or allow the fallback (engineFallback: true).",
          e);
    }
  }

  private static OrtSession onProcessor(
      OrtEnvironment environment, ByteBuffer file, EngineOptions options) throws OrtException {
    try (SessionOptions settings = settings(options)) {
      return environment.createSession(file, settings);
    }
  }

  private static void add(SessionOptions settings, EngineOptions options) throws OrtException {
    if (options.provider() == Provider.TENSORRT) {
      // First what is asked first: what TensorRT does not take goes to CUDA.
      settings.addTensorrt(options.device());
    }
    settings.addCUDA(options.device());
  }

  private static SessionOptions settings(EngineOptions options) throws OrtException {
    SessionOptions settings = new SessionOptions();
    settings.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    settings.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    settings.setInterOpNumThreads(1);
    settings.setIntraOpNumThreads(options.threads());
    // Threads that spin while they wait take the cores from everything else on a device.
    settings.addConfigEntry("session.intra_op.allow_spinning", "0");
    if (options.arena() == Arena.NONE) {
      settings.setCPUArenaAllocator(false);
      // A plan of one block for the whole run would be an arena again.
      settings.setMemoryPatternOptimization(false);
    }
    return settings;
  }

  /** What to tell the runtime with each run. */
  static Optional<RunOptions> eachRun(EngineOptions options) throws OrtException {
    if (options.arena() != Arena.SHRINK) {
      return Optional.empty();
    }
    RunOptions run = new RunOptions();
    run.addRunConfigEntry(SHRINK, "cpu:0");
    return Optional.of(run);
  }

  static String words(Exception e) {
    return String.valueOf(e.getMessage()).strip();
  }
}
