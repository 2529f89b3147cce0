package dev.edgewise.lab.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Arrivals that were recorded, from a file of lines {@code arrived_at,num_prefill_tokens,
 * num_decode_tokens} or {@code arrived_at,seconds}; each seed leaves out one call in five, by
 * chance. Of tokens a call takes 0.2 ms for each that is read and 15 ms for each that is written.
 */
record RealTrace(String title, double[] arrivals, float[] services) implements Trace {
  private static final int MOST_LINES = 5_000_000;
  private static final double KEPT = 0.8;

  /** A file that does not say what it should, in words. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  static RealTrace read(String title, Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new Unreadable("there is no file " + file + " that can be read");
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 2 || lines.size() > MOST_LINES) {
      throw new Unreadable(file + " has " + lines.size() + " lines; wanted are 2 to " + MOST_LINES);
    }
    List<String> columns = List.of(lines.get(0).trim().split(","));
    boolean tokens = columns.size() == 3;
    if (!columns.get(0).equals("arrived_at") || columns.size() < 2 || columns.size() > 3) {
      throw new Unreadable(
          file
              + ":1: wanted is arrived_at,seconds or"
              + " arrived_at,num_prefill_tokens,num_decode_tokens");
    }
    double[] arrivals = new double[lines.size() - 1];
    float[] services = new float[arrivals.length];
    for (int i = 0; i < arrivals.length; i++) {
      String[] cells = lines.get(i + 1).split(",");
      double arrival = number(file, i, cells, 0);
      double first = number(file, i, cells, 1);
      double service = tokens ? 0.2 + 0.000_2 * first + 0.015 * number(file, i, cells, 2) : first;
      if (i > 0 && arrival < arrivals[i - 1]) {
        throw new Unreadable(file + ":" + (i + 2) + ": earlier than the line before");
      }
      arrivals[i] = arrival;
      services[i] = (float) Math.max(1e-4, service);
    }
    double origin = arrivals[0];
    Arrays.setAll(arrivals, i -> arrivals[i] - origin);
    return new RealTrace(title, arrivals, services);
  }

  @Override
  public Workload draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + title.hashCode());
    double[] kept = new double[arrivals.length];
    float[] taken = new float[arrivals.length];
    int size = 0;
    double sum = 0;
    for (int i = 0; i < arrivals.length; i++) {
      if (random.nextDouble() < KEPT) {
        kept[size] = arrivals[i];
        taken[size++] = services[i];
        sum += services[i];
      }
    }
    double mean = size == 0 ? 1 : sum / size;
    double seconds = size == 0 ? 1 : kept[size - 1] + 1;
    return new Workload(
        MONDAY,
        seconds,
        Math.min(600, seconds / 8),
        Arrays.copyOf(kept, size),
        Arrays.copyOf(taken, size),
        mean,
        6 * mean,
        4);
  }

  private static double number(Path file, int line, String[] cells, int column) throws Unreadable {
    try {
      double number = Double.parseDouble(cells[column]);
      if (number >= 0 && number < 1e9) {
        return number;
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // Said below.
    }
    throw new Unreadable(
        file + ":" + (line + 2) + ": column " + (column + 1) + " is no number from 0 to 1e9");
  }
}
