package dev.edgewise.serving.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;

/**
 * Native code that takes as long as a test wants: C's own {@code qsort}, whose comparison waits.
 */
final class Pinned {
  private final CountDownLatch within;
  private final CountDownLatch until;

  /**
   * Native code that has not begun.
   *
   * @param within counted down once it runs
   * @param until what it waits for
   */
  Pinned(CountDownLatch within, CountDownLatch until) {
    this.within = within;
    this.until = until;
  }

  /** Blocks in native code. */
  @SuppressWarnings("restricted") // That is what it is for.
  void run() {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle compare =
          MethodHandles.lookup()
              .bind(
                  this,
                  "compare",
                  MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
      MemorySegment comparison =
          linker.upcallStub(
              compare,
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
              arena);
      MethodHandle sort =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("qsort"),
              FunctionDescriptor.ofVoid(
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS));
      sort.invokeExact(arena.allocate(2), 2L, 1L, comparison);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unused") // C calls it.
  private int compare(MemorySegment one, MemorySegment other) throws InterruptedException {
    within.countDown();
    until.await();
    return 0;
  }
}
