package dev.edgewise.lab;

import dev.edgewise.lab.process.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process that writes to a disk tier that is always full is killed with kill -9 at any moment,
 * again and again. What the next one finds must be what was written, and the folder must stay under
 * its size.
 */
enum CacheKill implements Campaign {
  CACHE_KILL(200),
  /** The same in short, for every change. */
  CACHE_KILL_SHORT(20);

  private static final Pattern LINE =
      Pattern.compile("found=(\\d+) wrong=(\\d+) faults=(\\d+) openMillis=(\\d+)");
  private static final long LONGEST_WRITING_MILLIS = 600;
  private static final long LONGEST_START_MILLIS = 900;
  // Lock files and states, beside what has the size that was asked for.
  private static final long BESIDE = 64 << 10;

  private final int kills;

  CacheKill(int kills) {
    this.kills = kills;
  }

  @Override
  public String about() {
    return kills
        + " times kill -9 of a process that writes values of 8 bytes to 1 MB to a disk cache of 32"
        + " MiB which is always full, a fifth of them while it opens: all that the next one finds"
        + " is as it was written, nothing is moved aside, the folder stays under its size";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path data = Files.createDirectories(folder.resolve("cache"));
    Tally tally = new Tally();
    for (int kill = 0; kill < kills; kill++) {
      Process process = start(data, random.nextLong());
      // One that is killed while it opens says nothing.
      boolean early = random.nextInt(5) == 0;
      if (!early) {
        tally.read(process.inputReader());
      }
      process.waitFor(
          random.nextLong(early ? LONGEST_START_MILLIS : LONGEST_WRITING_MILLIS),
          TimeUnit.MILLISECONDS);
      tally.died(process);
      process.destroyForcibly().waitFor();
      tally.look(data);
    }
    Process last = start(data, 0);
    tally.read(last.inputReader());
    last.destroyForcibly().waitFor();
    return tally.verdict(kills, seed);
  }

  private static Process start(Path data, long seed) throws IOException {
    List<String> command =
        Programs.java(
            List.of("-Dedgewise.native=" + data.resolveSibling("native")),
            System.getProperty("java.class.path"),
            KilledCache.class.getName());
    command.addAll(List.of(data.toString(), Long.toString(seed)));
    return new ProcessBuilder(command)
        .redirectError(
            ProcessBuilder.Redirect.appendTo(data.resolveSibling("process.log").toFile()))
        .start();
  }

  /** What was seen so far. */
  private static final class Tally {
    private int reads;
    private long found;
    private long wrong;
    private long faults;
    private long longestOpen;
    private long largest;
    private int aside;
    private int died;

    void read(BufferedReader said) throws IOException {
      String line = said.readLine();
      Matcher figures = LINE.matcher(line == null ? "" : line);
      if (!figures.matches()) {
        died++;
        return;
      }
      reads++;
      found += Long.parseLong(figures.group(1));
      wrong += Long.parseLong(figures.group(2));
      faults += Long.parseLong(figures.group(3));
      longestOpen = Math.max(longestOpen, Long.parseLong(figures.group(4)));
    }

    /** By itself, before it was killed. */
    void died(Process process) {
      died += process.isAlive() ? 0 : 1;
    }

    void look(Path data) throws IOException {
      try (Stream<Path> files = Files.list(data)) {
        long size = 0;
        for (Path file : files.toList()) {
          size += Files.size(file);
          aside += file.getFileName().toString().contains("quarantined") ? 1 : 0;
        }
        largest = Math.max(largest, size);
      }
    }

    Verdict verdict(int kills, long seed) {
      boolean held =
          wrong == 0
              && faults == 0
              && aside == 0
              && died == 0
              && found > 0
              && largest <= KilledCache.CAPACITY + BESIDE;
      return new Verdict(
          held,
          "%d kills, %d times all was read: %d values found, %d wrong, %d with a bad checksum, %d files moved aside, %d processes died by themselves; largest folder %d of %d bytes; longest opening %d ms; seed %d"
              .formatted(
                  kills,
                  reads,
                  found,
                  wrong,
                  faults,
                  aside,
                  died,
                  largest,
                  KilledCache.CAPACITY,
                  longestOpen,
                  seed));
    }
  }
}
