package dev.edgewise.lab.serve;

import dev.edgewise.bench.load.LoadResult;
import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.core.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs the cells that were asked for, and keeps what they showed. */
final class Race {
  /** What the short form runs: each kind once, where it tells most. */
  private static final Set<String> QUICK =
      Set.of(
          "1 model, idle (20 rps)",
          "1 model, 700 rps",
          "1 model, 800 rps",
          "1 model, 900 rps, beyond capacity",
          "4 models, 600 rps",
          "4 shapes, 600 rps",
          "bursts, 1 model, 450 rps",
          "onnx, 2000 rps",
          "real threads, 1 model, 800 rps");

  private static final Set<String> ON_REAL_THREADS =
      Set.of(
          "1 model, idle (20 rps)", "1 model, 800 rps", "4 models, 600 rps", "4 shapes, 600 rps");

  private static final int WARM_CALLS = 5_000;

  private final Options options;
  private final Clock clock;
  private final Consumer<String> progress;
  private final List<Contender> contenders =
      List.of(
          new Ours(),
          new Peer("window 100 ms", rig -> Rules.window(100_000_000)),
          new Peer("window 10 ms", rig -> Rules.window(10_000_000)),
          new Peer(Standing.EAGER, rig -> Rules.triton(0)),
          new Peer("triton 5 ms", rig -> Rules.triton(5_000_000)),
          new Peer("bentoml", rig -> Rules.bento(rig.cost(), rig.deadlineNanos())),
          new Peer("unbatched", rig -> Rules.unbatched()));
  private final List<Row> rows = new ArrayList<>();
  private final List<Standing.Verdict> verdicts = new ArrayList<>();

  Race(Options options, Clock clock, Consumer<String> progress) {
    this.options = options;
    this.clock = clock;
    this.progress = progress;
  }

  List<Row> rows() {
    return rows;
  }

  List<Standing.Verdict> verdicts() {
    return verdicts;
  }

  void run() {
    virtual();
    realThreads();
    onnx();
    inProcess();
  }

  private void virtual() {
    List<Cell> cells =
        Cell.emulated().stream().filter(cell -> wanted("virtual", "", cell)).toList();
    int pairs = pairs(options.quick() ? 5 : 20);
    Progress steps = new Progress("virtual time", cells.size() * pairs);
    for (Cell cell : cells) {
      // Idle needs few; beyond capacity a run must be long enough for a queue to build up.
      int calls = cell.perSecond() < 100 ? 1_000 : options.quick() ? 4_000 : 20_000;
      Standing standing = new Standing(cell, Mark.EMULATED, true);
      for (int pair = 0; pair < pairs; pair++) {
        for (Contender contender : contenders) {
          standing.add(
              contender.name(), Round.virtual(cell, contender, calls, options.seed() + pair));
        }
        steps.done(name("", cell));
      }
      keep(standing);
    }
  }

  private void realThreads() {
    List<Cell> cells =
        Cell.emulated().stream()
            .filter(cell -> ON_REAL_THREADS.contains(name("", cell)))
            .filter(cell -> wanted("", "real threads", cell))
            .map(cell -> named("real threads", cell))
            .toList();
    int pairs = pairs(options.quick() ? 5 : 10);
    double seconds = options.quick() ? 0.5 : 4;
    Progress steps = new Progress("real threads", cells.size() * pairs);
    for (Cell cell : cells) {
      int calls = calls(cell, seconds);
      Standing standing = new Standing(cell, Mark.EMULATED, false);
      for (int pair = 0; pair < pairs; pair++) {
        for (Contender contender : turned(pair)) {
          standing.add(contender.name(), Round.real(cell, contender, calls, options.seed() + pair));
        }
        steps.done(name("", cell));
      }
      keep(standing);
    }
  }

  private void onnx() {
    List<Cell> cells = Cell.onnx().stream().filter(cell -> wanted("", "", cell)).toList();
    if (cells.isEmpty()) {
      return;
    }
    int pairs = pairs(options.quick() ? 5 : 10);
    double seconds = options.quick() ? 0.4 : 2;
    Optional<OnnxRig> found = OnnxRig.open(4, clock);
    if (found.isEmpty()) {
      progress.accept("skipped: no engine for ONNX on the class path");
      return;
    }
    Progress steps = new Progress("onnx", cells.size() * pairs);
    try (OnnxRig engine = found.get()) {
      warm(engine);
      for (Cell cell : cells) {
        int calls = calls(cell, seconds);
        Standing standing = new Standing(cell, Mark.MEASURED, false);
        for (int pair = 0; pair < pairs; pair++) {
          for (Contender contender : turned(pair)) {
            standing.add(
                contender.name(),
                Round.real(cell, contender, engine, engine::cost, calls, options.seed() + pair));
          }
          steps.done(name("", cell));
        }
        keep(standing);
      }
    }
  }

  /**
   * A few thousand calls for each contender, so that none is measured while the compiler is at it:
   * a server that is idle today was not started with the call that is measured.
   */
  private void warm(OnnxRig engine) {
    Cell busy = Cell.onnx().get(1);
    for (int round = 0; round < 2; round++) {
      for (Contender contender : contenders) {
        LoadResult unused =
            Round.real(busy, contender, engine, engine::cost, WARM_CALLS, options.seed());
      }
    }
  }

  private void inProcess() {
    if (!options.wants("in process")) {
      return;
    }
    progress.accept("in process");
    InProcess figures = new InProcess(clock);
    figures.callers(options.quick() ? 3 : 9, options.quick() ? 300 : 1_000);
    OnnxRig.open(1, clock)
        .ifPresent(
            engine -> {
              try (engine) {
                figures.idle(engine, options.quick() ? 10 : 50);
              }
            });
    rows.addAll(figures.rows());
    verdicts.addAll(figures.verdicts());
  }

  private void keep(Standing standing) {
    rows.addAll(standing.rows(options.seed()));
    verdicts.addAll(standing.verdicts(options.seed()));
  }

  private boolean wanted(String kind, String prefix, Cell cell) {
    String name = name(prefix, cell);
    return options.wants(kind + ", " + name) && (!options.quick() || QUICK.contains(name));
  }

  private static Cell named(String prefix, Cell cell) {
    return new Cell(
        name(prefix, cell).substring(0, prefix.length() + 2) + cell.scenario(),
        cell.load(),
        cell.perSecond(),
        cell.bursts(),
        cell.models(),
        cell.shapes(),
        cell.workers(),
        cell.deadline());
  }

  private static String name(String prefix, Cell cell) {
    return (prefix.isEmpty() ? "" : prefix + ", ") + cell.scenario() + ", " + cell.load();
  }

  private static int calls(Cell cell, double seconds) {
    return (int) Math.max(60, cell.perSecond() * seconds);
  }

  private int pairs(int usual) {
    return options.pairs() > 0 ? options.pairs() : usual;
  }

  /** Nobody is always the first after a pause, or always after the same neighbour's heat. */
  private List<Contender> turned(int pair) {
    List<Contender> turned = new ArrayList<>(contenders);
    Collections.rotate(turned, pair);
    return turned;
  }

  /** Says how far it is, and how long it will take at this pace. */
  private final class Progress {
    private final String what;
    private final int steps;
    private final long begin = clock.nanos();
    private long told = begin;
    private int done;

    Progress(String what, int steps) {
      this.what = what;
      this.steps = steps;
    }

    void done(String cell) {
      done++;
      long now = clock.nanos();
      if (now - told < 2_000_000_000L && done < steps) {
        return;
      }
      told = now;
      long left = (now - begin) / done * (steps - done) / 1_000_000_000L;
      progress.accept(
          what + " " + done + "/" + steps + " (" + cell + "), about " + left + " s left");
    }
  }
}
