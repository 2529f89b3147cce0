package dev.edgewise.samples.season;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Resumable;
import java.util.stream.Stream;

/** Simulates a shop. */
@EdgeService
public interface Season {
  /**
   * What it sells, day by day.
   *
   * @param days 1 to 3650
   * @param stock pairs of boots on the first morning, 0 to 1,000,000
   */
  @Resumable
  @Deadline("10m")
  Stream<Day> simulate(int days, int stock);

  /**
   * A day.
   *
   * @param number from 1
   * @param luck the root of all chance in this season
   * @param customers that came
   * @param sold pairs
   * @param stock pairs in the evening
   */
  record Day(int number, long luck, int customers, int sold, int stock) {}
}
