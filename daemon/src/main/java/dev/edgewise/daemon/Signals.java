package dev.edgewise.daemon;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT as events. A shutdown hook would do for the first signal, but with it a JVM
 * ends with 143 and cannot tell a second signal from none; {@code sun.misc.Signal} can, and as the
 * compiler warns of that class even though the JDK exports it, it is reached by reflection.
 */
final class Signals {
  private static final Logger LOG = System.getLogger(Signals.class.getName());
  private static final int SIGNALLED = 128;

  private Signals() {}

  /** Runs {@code stop} at the first signal, on a thread of its own; the second ends the JVM. */
  static void onStop(Runnable stop) {
    AtomicBoolean stopping = new AtomicBoolean();
    for (String name : new String[] {"TERM", "INT"}) {
      handle(
          name,
          number -> {
            if (stopping.compareAndSet(false, true)) {
              stop.run();
            } else {
              Runtime.getRuntime().halt(SIGNALLED + number);
            }
          });
    }
  }

  @FunctionalInterface
  private interface Handler {
    void handle(int number);
  }

  private static void handle(String name, Handler handler) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      handler.handle((int) signalType.getMethod("getNumber").invoke(signal));
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "signal handler of an Edgewise daemon";
                  });
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // For example under -Xrs: the daemon still runs, and a signal ends it at once.
      LOG.log(
          Level.WARNING, "SIG" + name + " cannot be handled: it ends this process at once: " + e);
    }
  }
}
