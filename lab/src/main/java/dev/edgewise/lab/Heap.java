package dev.edgewise.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another JVM holds in its heap, by the JDK's own tool. */
final class Heap {
  /** Each generation, or the one heap of collectors that have none; not the metaspace. */
  private static final Pattern USED =
      Pattern.compile("(?m)^ *[A-Za-z][^\\n]*? total [^\\n]*?used (\\d+)K");

  private Heap() {}

  /** Bytes in use after a full collection. */
  static long usedAfterCollection(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    long bytes = 0;
    while (used.find()) {
      bytes += Long.parseLong(used.group(1)) * 1024;
    }
    if (bytes == 0) {
      throw new IOException("jcmd did not say how large the heap of " + pid + " is");
    }
    return bytes;
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
