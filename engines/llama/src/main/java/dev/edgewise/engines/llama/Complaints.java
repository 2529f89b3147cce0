package dev.edgewise.engines.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes what the library would write to standard error, and keeps the last error of it for the
 * message of a load that fails. Thread-safe.
 */
final class Complaints {
  /** {@code GGML_LOG_LEVEL_ERROR}. */
  private static final int ERROR = 4;

  private static final int LONGEST = 500;

  private final AtomicReference<String> last = new AtomicReference<>("");

  /** The function for the library, in an arena that outlives it. */
  @SuppressWarnings("restricted")
  MemorySegment function() {
    try {
      MethodHandle take =
          MethodHandles.lookup()
              .bind(
                  this,
                  "take",
                  MethodType.methodType(
                      void.class, int.class, MemorySegment.class, MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(
              take,
              FunctionDescriptor.ofVoid(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
              Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the method is in this class", e);
    }
  }

  // Called from native code, where nothing may be thrown.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable", "restricted"})
  private void take(int level, MemorySegment text, MemorySegment nothing) {
    if (level != ERROR || text.equals(MemorySegment.NULL)) {
      return;
    }
    MemorySegment known = text.reinterpret(LONGEST);
    int length = 0;
    while (length < LONGEST - 1 && known.get(ValueLayout.JAVA_BYTE, length) != 0) {
      length++;
    }
    byte[] bytes = known.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    last.set(new String(bytes, StandardCharsets.UTF_8).strip());
  }

  /** The last error, which is forgotten then; empty for none. */
  String takeLast() {
    return last.getAndSet("");
  }
}
