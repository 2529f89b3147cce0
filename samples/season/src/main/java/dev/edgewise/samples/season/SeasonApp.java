package dev.edgewise.samples.season;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.api.Edgewise;
import java.util.stream.Stream;

/**
 * Prints a season of a hundred days. With names of nodes behind it, such as {@code
 * a=127.0.0.1:7501,b=127.0.0.1:7502}, it runs on one of them, and goes on on another when that one
 * is lost.
 */
public final class SeasonApp {
  private static final int DAYS = 100;

  private SeasonApp() {}

  public static void main(String[] nodes) {
    try (Edgewise eco =
            nodes.length == 0
                ? Edgewise.local()
                : Edgewise.builder().edgeNodes(nodes[0].split(",")).build();
        Stream<Season.Day> season = eco.client(Season.class).simulate(DAYS, 8_000)) {
      season.forEach(
          day ->
              System.out.println(
                  "day " + day.number() + ": " + day.sold() + " sold, " + day.stock() + " left"));
    } catch (EdgewiseException e) {
      // It says what to do; a stack trace would only hide that.
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
