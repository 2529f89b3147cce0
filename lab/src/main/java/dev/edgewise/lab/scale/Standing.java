package dev.edgewise.lab.scale;

import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** What cells say: rows, and who is better than whom. */
final class Standing {
  /** Where the cheapest peer at our on-time share has to need so much more than we. */
  private static final Set<String> MUST_BE_CHEAPER =
      Set.of("daily", "quiet-night", "splitwise_conv");

  private static final double CHEAPER = 1.15;

  private final List<Contender> contenders;
  private final List<Row> rows = new ArrayList<>();
  private final List<Row> verdicts = new ArrayList<>();
  private boolean missed;

  Standing(List<Contender> contenders) {
    this.contenders = List.copyOf(contenders);
  }

  void add(Cell cell) {
    for (int i = 0; i < contenders.size(); i++) {
      rows.add(row(cell, contenders.get(i), cell.outcomes().get(i)));
    }
    verdicts.add(verdict(cell));
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  List<Row> verdicts() {
    return List.copyOf(verdicts);
  }

  /** Whether a peer was better in both, or where it counts not dearer by enough. */
  boolean missed() {
    return missed;
  }

  private static Row row(Cell cell, Contender contender, List<Outcome> outcomes) {
    Figures onTime = Figures.of(outcomes, Outcome::onTimePercent);
    Figures hours = Figures.of(outcomes, Outcome::nodeHours);
    return Row.of(Mark.EMULATED)
        .with("trace", cell.title())
        .with("policy", contender.policy())
        .with("setting", contender.setting())
        .with("onTimePercent", onTime.mean())
        .with(
            "onTimeCi95",
            Math.max(0, onTime.mean() - onTime.half()),
            Math.min(100, onTime.mean() + onTime.half()))
        .with("nodeHours", hours.mean())
        .with(
            "nodeHoursCi95", Math.max(0, hours.mean() - hours.half()), hours.mean() + hours.half())
        .with("coldStarts", Figures.of(outcomes, Outcome::coldStarts).mean());
  }

  private Row verdict(Cell cell) {
    List<Outcome> ours = cell.outcomes().getFirst();
    double ourHours = Figures.of(ours, Outcome::nodeHours).mean();
    String better = "";
    String cheapest = "";
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < contenders.size(); i++) {
      List<Outcome> theirs = cell.outcomes().get(i);
      String name = contenders.get(i).policy() + ", " + contenders.get(i).setting();
      Figures onTime = Figures.difference(theirs, ours, Outcome::onTimePercent);
      Figures hours = Figures.difference(theirs, ours, Outcome::nodeHours);
      if (onTime.mean() > onTime.half() && hours.mean() < -hours.half()) {
        better = better.isEmpty() ? name : better + "; " + name;
      }
      double theirHours = ourHours + hours.mean();
      // As good as ours within noise counts as as good.
      if (onTime.mean() >= -onTime.half() && theirHours < least) {
        least = theirHours;
        cheapest = name;
      }
    }
    boolean mustBe = MUST_BE_CHEAPER.contains(cell.trace());
    boolean held = better.isEmpty() && !(mustBe && least < CHEAPER * ourHours);
    missed |= !held;
    return Row.of(Mark.EMULATED)
        .with("trace", cell.title())
        .with("betterInBoth", better.isEmpty() ? "none" : better)
        .with("cheapestAsGood", cheapest.isEmpty() ? "none" : cheapest)
        .with(
            "itsNodeHoursToOurs",
            cheapest.isEmpty() || ourHours == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(least / ourHours))
        .with("held", held ? "yes" : "no");
  }
}
