package dev.edgewise.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lives in another JVM's heap, by the JDK's own tool, whose histogram collects first. The
 * serial collector leaves up to a twentieth of the heap in dead objects lying where they are,
 * except in every fourth full collection: so the least of a few is what counts.
 */
public final class Heap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final int COLLECTIONS = 5;

  private Heap() {}

  /** Bytes in use after full collections. */
  public static long usedAfterCollection(long pid) throws IOException, InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      Matcher total = TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
      if (!total.find()) {
        throw new IOException("jcmd did not say how large the heap of " + pid + " is");
      }
      least = Math.min(least, Long.parseLong(total.group(1)));
    }
    return least;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(tool, Long.toString(pid), command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
