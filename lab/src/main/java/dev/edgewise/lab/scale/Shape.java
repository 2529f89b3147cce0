package dev.edgewise.lab.scale;

import java.util.SplittableRandom;

/** How many calls a second come when. */
@FunctionalInterface
interface Shape {
  /** Calls a second at this second. */
  double at(double second);

  /** Shapes are drawn: each seed gets another of its kind. */
  @FunctionalInterface
  interface Kind {
    /**
     * Draws one.
     *
     * @param peak calls a second that it reaches
     */
    Shape draw(SplittableRandom random, double peak);
  }

  /** The same all the time. */
  static Shape steady(SplittableRandom random, double peak) {
    double rate = peak * random.nextDouble(0.5, 0.9);
    return second -> rate;
  }

  /**
   * A day as people make it: least at night, most in the afternoon, each day a little different.
   */
  static Shape daily(SplittableRandom random, double peak) {
    double night = random.nextDouble(0.03, 0.15);
    double noon = random.nextDouble(12, 16) * 3_600;
    double sharp = random.nextDouble(1, 2);
    double[] days = days(random, 0.1);
    return second -> {
      double wave = 0.5 + 0.5 * Math.cos(2 * Math.PI * (second - noon) / 86_400);
      return peak
          * days[(int) (second / 86_400)]
          * (night + (0.95 - night) * Math.pow(wave, sharp));
    };
  }

  /** Slowly up, a while on top, slowly down. */
  static Shape ramp(SplittableRandom random, double peak) {
    double low = random.nextDouble(0.05, 0.15);
    double begin = random.nextDouble(900, 1_500);
    double up = random.nextDouble(1_200, 3_000);
    double top = random.nextDouble(600, 1_500);
    return second -> {
      double since = second - begin;
      double part =
          since < 0
              ? 0
              : since < up
                  ? since / up
                  : since < up + top ? 1 : Math.max(0, 1 - (since - up - top) / up);
      return peak * (low + (1 - low) * part);
    };
  }

  /** Steady and low, then ten times as much within 5 s, for minutes. */
  static Shape flash(SplittableRandom random, double peak) {
    double base = peak / 10;
    double[] begins = {random.nextDouble(1_500, 2_400), random.nextDouble(4_500, 5_400)};
    double[] lasts = {random.nextDouble(180, 480), random.nextDouble(180, 480)};
    return second -> {
      double rate = base;
      for (int i = 0; i < begins.length; i++) {
        double since = second - begins[i];
        if (since >= 0) {
          double up = Math.min(1, since / 5);
          double down = Math.exp(-Math.max(0, since - lasts[i]) / 60);
          rate = Math.max(rate, base * (1 + 9 * up * down));
        }
      }
      return rate;
    };
  }

  /** On for some minutes, nothing at all for some minutes. */
  static Shape onOff(SplittableRandom random, double peak) {
    double on = random.nextDouble(300, 900);
    double off = random.nextDouble(300, 900);
    double[] turns = new double[200];
    double at = 0;
    for (int i = 0; i < turns.length; i++) {
      at += (i % 2 == 0 ? on : off) * random.nextDouble(0.8, 1.2);
      turns[i] = at;
    }
    return second -> {
      int i = 0;
      while (i < turns.length && turns[i] <= second) {
        i++;
      }
      return i % 2 == 0 ? 0.7 * peak : 0;
    };
  }

  /** Busy by day, and at night nothing. */
  static Shape quietNight(SplittableRandom random, double peak) {
    double morning = random.nextDouble(6, 9) * 3_600;
    double evening = random.nextDouble(18, 22) * 3_600;
    double[] days = days(random, 0.1);
    double[] late = new double[days.length];
    for (int i = 0; i < late.length; i++) {
      late[i] = random.nextDouble(-120, 120);
    }
    return second -> {
      int day = (int) (second / 86_400);
      double time = second - day * 86_400.0;
      double since = time - morning - late[day];
      double left = evening + late[day] - time;
      if (since < 0 || left < 0) {
        return 0;
      }
      // A working day fills and empties in a quarter of an hour.
      return peak * 0.8 * days[day] * Math.min(1, Math.min(0.2 + since / 900, 0.05 + left / 900));
    };
  }

  /** How much larger or smaller each day is. */
  private static double[] days(SplittableRandom random, double by) {
    double[] days = new double[8];
    for (int i = 0; i < days.length; i++) {
      days[i] = random.nextDouble(1 - by, 1 + by);
    }
    return days;
  }
}
