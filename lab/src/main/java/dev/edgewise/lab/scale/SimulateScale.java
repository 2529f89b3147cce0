package dev.edgewise.lab.scale;

import dev.edgewise.bench.command.Arguments;
import dev.edgewise.bench.command.Bench;
import dev.edgewise.bench.command.Found;
import dev.edgewise.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Main of {@code edgewise simulate scale}, which starts it as a process. */
public final class SimulateScale {
  private static final String RECORDED = "splitwise_conv";
  private static final double TWO_HOURS = 7_200;
  private static final double THREE_DAYS = 3 * 86_400;

  private SimulateScale() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Bench.main("simulate", "scale", Options.HELP, arguments, SimulateScale::run);
  }

  private static Found run(Arguments arguments, Consumer<String> progress)
      throws Arguments.Wrong, IOException, InterruptedException {
    Options options = Options.parse(arguments);
    Map<String, String> facts = new HashMap<>();
    facts.put("seed", Long.toString(options.seed()));
    facts.put("seeds", Integer.toString(options.seeds()));
    List<Trace> traces = new ArrayList<>();
    if (options.holdOut() > 0) {
      IntStream.rangeClosed(1, options.holdOut()).mapToObj(HoldOut::new).forEach(traces::add);
    } else if (options.files().isEmpty()) {
      drawn().stream().filter(trace -> options.wants(trace.title())).forEach(traces::add);
      Optional<Path> file = recorded(System.getenv("EDGEWISE_EVAL_DATA"));
      if (file.isEmpty()) {
        facts.put("skipped", RECORDED + ": EDGEWISE_EVAL_DATA names no folder that has it");
      } else if (options.wants(RECORDED)) {
        traces.add(read(RECORDED, file.orElseThrow()));
      }
    } else {
      for (Path path : options.files()) {
        traces.add(read(path.getFileName().toString().replaceFirst("\\.csv$", ""), path));
      }
    }
    if (traces.isEmpty()) {
      throw new Arguments.Wrong("no trace has a name like that");
    }
    Standing standing = race(options, traces, progress);
    return new Found(
        facts,
        List.of(
            new Table("rows", "", standing.rows()),
            new Table("verdicts", "Against the rules of others:", standing.verdicts())),
        facts.containsKey("skipped") ? "Skipped: " + facts.get("skipped") : "",
        !options.quick() && standing.missed());
  }

  private static Standing race(Options options, List<Trace> traces, Consumer<String> progress)
      throws InterruptedException {
    List<Contender> contenders = Contender.all();
    Standing standing = new Standing(contenders);
    Season season = new Season(contenders, options.coldStarts(), options.seed(), options.seeds());
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16);
    for (Trace trace : traces) {
      progress.accept(trace.title() + ": " + options.seeds() + " seeds");
      season.run(trace, threads).forEach(standing::add);
    }
    return standing;
  }

  /** The traces that are drawn. */
  static List<Trace> drawn() {
    return List.of(
        new Trace.Drawn("steady", Shape::steady, TWO_HOURS, false),
        new Trace.Drawn("daily", Shape::daily, THREE_DAYS, true),
        new Trace.Drawn("ramp", Shape::ramp, TWO_HOURS, false),
        new Trace.Drawn("flash-crowd", Shape::flash, TWO_HOURS, false),
        new Trace.Drawn("on-off", Shape::onOff, 2 * TWO_HOURS, false),
        new Trace.Drawn("quiet-night", Shape::quietNight, THREE_DAYS, true));
  }

  private static RealTrace read(String title, Path file) throws Arguments.Wrong {
    try {
      return RealTrace.read(title, file);
    } catch (IOException e) {
      throw new Arguments.Wrong("the trace cannot be used: " + e.getMessage());
    }
  }

  private static Optional<Path> recorded(@Nullable String folder) {
    return folder == null
        ? Optional.empty()
        : Optional.of(Path.of(folder, RECORDED + ".csv")).filter(Files::isReadable);
  }
}
