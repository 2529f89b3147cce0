package dev.edgewise.cli.chat;

import java.lang.reflect.Proxy;

/**
 * Ctrl-C as an event, for commands that have something to cancel before they end. By reflection,
 * since the compiler warns of {@code sun.misc.Signal} even though the JDK exports it.
 */
final class Interrupts {
  private Interrupts() {}

  /**
   * Runs something at each Ctrl-C from now on, on a thread of its own, in place of ending the
   * process.
   *
   * @return whether that works here; else Ctrl-C ends the process as ever
   */
  static boolean each(Runnable action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object signal = signalType.getConstructor(String.class).newInstance("INT");
      Object proxy =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "handler of Ctrl-C";
                  });
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
