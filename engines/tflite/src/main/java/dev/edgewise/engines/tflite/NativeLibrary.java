package dev.edgewise.engines.tflite;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/** Unpacks and loads the native library, once a class loader, and keeps it quiet. */
final class NativeLibrary {
  /**
   * {@code tflite::logging_internal::MinimalLogger::SetMinimumLogSeverity(LogSeverity)} as
   * compilers for Linux and macOS spell it.
   */
  private static final String SET_SEVERITY =
      "_ZN6tflite16logging_internal13MinimalLogger21SetMinimumLogSeverityENS_11LogSeverityE";

  /** {@code TFLITE_LOG_SILENT}: errors come to us through the reporter, so nothing is lost. */
  private static final int SILENT = 4;

  private NativeLibrary() {}

  /** Loads the library when it has not been; otherwise does nothing. */
  static void load() {
    try {
      Loaded.once();
    } catch (LinkageError e) {
      throw EdgewiseException.of(
          ErrorCode.NO_ENGINE,
          "The native library of TensorFlow Lite for "
              + Loader.getPlatform()
              + " could not be loaded ("
              + e.getMessage()
              + "). Add org.bytedeco:tensorflow-lite and org.bytedeco:javacpp with the classifier "
              + Loader.getPlatform()
              + " to the class path; there are natives for linux-x86_64, linux-arm64, macosx-arm64"
              + " and windows-x86_64.",
          e);
    }
  }

  /**
   * The JVM runs the initialiser of a class once, and remembers its failure: all that a lock and a
   * flag would do.
   */
  private static final class Loaded {
    static {
      silence(Path.of(Loader.load(tensorflowlite.class)));
    }

    static void once() {}
  }

  /**
   * TensorFlow Lite tells standard error about each delegate that it makes. The switch for that is
   * a C++ function without a binding; Windows' library does not export it, there the lines stay.
   */
  @SuppressWarnings("restricted")
  private static void silence(Path library) {
    // The global arena: closing another one would unload a library that the bindings still use.
    Optional<MemorySegment> switcher =
        SymbolLookup.libraryLookup(library, Arena.global()).find(SET_SEVERITY);
    if (switcher.isEmpty()) {
      return;
    }
    try {
      int unused =
          (int)
              Linker.nativeLinker()
                  .downcallHandle(
                      switcher.get(),
                      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invokeExact(SILENT);
    } catch (Throwable e) {
      throw new LinkageError("SetMinimumLogSeverity failed", e);
    }
  }
}
