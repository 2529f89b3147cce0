package dev.edgewise.agent.rpc;

import dev.edgewise.annotations.Label;
import dev.edgewise.sdk.spi.CallContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes what bodies threw to the log, as far as the label of the data allows. */
final class Failures {
  private static final Logger LOG = System.getLogger("dev.edgewise.agent.body");
  private static final int MAX_FRAMES = 30;
  private static final int MAX_CAUSES = 8;

  private Failures() {}

  static void log(String method, CallContext context, Throwable cause) {
    String what = method + " failed";
    if (context.label().compareTo(Label.CONFIDENTIAL) < 0) {
      LOG.log(Level.WARNING, what, cause);
    } else {
      LOG.log(Level.WARNING, what + ": " + withoutMessages(cause));
    }
  }

  /** Classes and places only: the text of an exception may quote the data. */
  static String withoutMessages(Throwable top) {
    StringBuilder text = new StringBuilder();
    Throwable cause = top;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      text.append(i == 0 ? "" : " caused by ").append(cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      for (int f = 0; f < Math.min(frames.length, MAX_FRAMES); f++) {
        text.append("; at ").append(frames[f]);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }
}
