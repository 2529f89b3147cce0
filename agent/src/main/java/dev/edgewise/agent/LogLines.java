package dev.edgewise.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Log records on one line each: time, level, logger, text; a stack trace has its lines joined. */
final class LogLines extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int MAX_LINE = 8_000;

  /** Held, because the JVM forgets the level of a logger that nobody holds. */
  private static final Logger GRPC = Logger.getLogger("io.grpc.netty");

  /** Makes the JVM's log go to standard error in this form. */
  static void toStandardError() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler console = new ConsoleHandler();
    console.setFormatter(new LogLines());
    console.setLevel(Level.ALL);
    root.addHandler(console);
    root.setLevel(Level.INFO);
    // It writes a stack trace for each malformed message, which any stranger can send.
    GRPC.setLevel(Level.SEVERE);
  }

  @Override
  public String format(LogRecord logged) {
    StringBuilder line = new StringBuilder();
    line.append(TIME.format(logged.getInstant()))
        .append(' ')
        .append(logged.getLevel().getName())
        .append(' ')
        .append(shortName(logged.getLoggerName()))
        .append(' ')
        .append(formatMessage(logged));
    if (logged.getThrown() != null) {
      StringWriter trace = new StringWriter();
      logged.getThrown().printStackTrace(new PrintWriter(trace));
      line.append(": ").append(trace);
    }
    String text = oneLine(line.toString());
    return (text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "…") + "\n";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " | ").replaceAll("\\p{Cntrl}", " ");
  }

  private static String shortName(String logger) {
    return logger == null ? "-" : logger.substring(logger.lastIndexOf('.') + 1);
  }
}
