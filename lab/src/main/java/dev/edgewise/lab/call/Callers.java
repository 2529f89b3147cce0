package dev.edgewise.lab.call;

import dev.edgewise.bench.load.ClosedLoop;
import dev.edgewise.core.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Calls and takes the times: the same code for each system, in the process of each. Each line of
 * input is an {@link #order}; it answers with a {@link Round}.
 */
public final class Callers {
  /** What a process says when it can be asked. */
  static final String READY = "ready";

  /** How an answer begins. */
  static final String ROUND = "round ";

  private Callers() {}

  /** What a process is asked: to call like this for so long. */
  static String order(Cell cell, int millis) {
    return cell.payload() + " " + cell.callers() + " " + millis;
  }

  /** Answers lines until there are no more. */
  public static void serve(Echo echo) throws IOException, InterruptedException {
    System.out.println(READY);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      Cell cell = new Cell(Payload.valueOf(words[0]), Integer.parseInt(words[1]));
      System.out.println(round(echo, cell, Integer.parseInt(words[2])).line());
    }
  }

  private static Round round(Echo echo, Cell cell, int millis)
      throws IOException, InterruptedException {
    ClosedLoop.Call call = cell.payload().on(echo);
    Spent before = Spent.byThisProcess().plus(echo.spent());
    ClosedLoop.Sample sample =
        ClosedLoop.run(Clock.system(), call, cell.callers(), Duration.ofMillis(millis));
    return new Round(sample, Spent.byThisProcess().plus(echo.spent()).minus(before));
  }
}
