package dev.edgewise.daemon.log;

import dev.edgewise.daemon.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UnsupportedEncodingException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Log records on one line each. As text: time, level, logger, message, ids; a stack trace has its
 * lines joined. Whatever a stranger managed to get into a message, a line stays one line, holds
 * nothing that steers a terminal, and has an end.
 */
public final class LogLines extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int MAX_TEXT = 8_000;

  /** Held, because the JVM forgets the level of a logger that nobody holds. */
  private static final Logger GRPC = Logger.getLogger("io.grpc.netty");

  private final LogFormat format;

  LogLines(LogFormat format) {
    this.format = format;
  }

  /** Makes the JVM's log go to standard error in this form; may be called again. */
  public static void toStandardError(LogFormat format) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler console = new ConsoleHandler();
    console.setFormatter(new LogLines(format));
    console.setLevel(Level.ALL);
    try {
      console.setEncoding("UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every JVM knows UTF-8", e);
    }
    root.addHandler(console);
    root.setLevel(Level.INFO);
    // It writes a stack trace for each malformed message, which any stranger can send.
    GRPC.setLevel(Level.SEVERE);
  }

  @Override
  public String format(LogRecord logged) {
    String time = TIME.format(logged.getInstant());
    String level = logged.getLevel().getName();
    String message = bounded(formatMessage(logged));
    Optional<String> thrown =
        Optional.ofNullable(logged.getThrown()).map(LogLines::trace).map(LogLines::bounded);
    Optional<LogContext> call = LogContext.current();
    return switch (format) {
      case TEXT ->
          oneLine(
                  time
                      + ' '
                      + level
                      + ' '
                      + shortName(logged.getLoggerName())
                      + ' '
                      + message
                      + call.map(
                              ids ->
                                  " [trace " + ids.trace() + ", decision " + ids.decision() + "]")
                          .orElse("")
                      + thrown.map(text -> ": " + text).orElse(""))
              + "\n";
      case JSON -> {
        JsonObject line = new JsonObject();
        line.field("time", time);
        line.field("level", level);
        line.field("logger", logged.getLoggerName() == null ? "-" : logged.getLoggerName());
        line.field("message", message);
        thrown.ifPresent(text -> line.field("thrown", text));
        call.ifPresent(
            ids -> {
              line.field("trace", ids.trace());
              line.field("decision", ids.decision());
            });
        yield line.end();
      }
    };
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static String bounded(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " | ").replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
  }

  private static String shortName(String logger) {
    return logger == null ? "-" : logger.substring(logger.lastIndexOf('.') + 1);
  }
}
