package dev.edgewise.sdk.spi;

import java.util.Optional;

/**
 * Tells a call that a class makes to itself from a call of somebody else. The stack is looked at,
 * because a class calls itself from private and final methods, lambdas and constructors too, which
 * no subclass can override. That takes about a microsecond.
 */
public final class SelfCalls {
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** This method, and the method of the subclass that asks. */
  private static final int OURS = 2;

  private SelfCalls() {}

  /**
   * Whether the method that calls this one was itself called by code of {@code type}, of a class
   * inside it, or of a type that it extends or implements.
   */
  public static boolean isFrom(Class<?> type) {
    Optional<Class<?>> caller =
        STACK.walk(
            frames -> frames.skip(OURS).findFirst().map(StackWalker.StackFrame::getDeclaringClass));
    return caller.isPresent() && (isInside(caller.get(), type) || isAbove(caller.get(), type));
  }

  private static boolean isInside(Class<?> caller, Class<?> type) {
    for (Class<?> at = caller; at != null; at = at.getEnclosingClass()) {
      if (at == type) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAbove(Class<?> caller, Class<?> type) {
    return caller != Object.class && caller.isAssignableFrom(type);
  }
}
