package dev.edgewise.cli.demo;

import dev.edgewise.cli.demo.DemoEvent.Album;
import dev.edgewise.cli.demo.DemoEvent.Box;
import dev.edgewise.cli.demo.DemoEvent.Call;
import dev.edgewise.cli.demo.DemoEvent.Picture;
import dev.edgewise.cli.shell.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code edgewise demo -o json} prints; the components are the fields of the document, in this
 * order. Times are milliseconds, shares 0 to 1.
 *
 * @param calls all that the application made
 * @param failed those without a result
 */
record DemoReport(
    String schema,
    List<PictureLine> pictures,
    AlbumLine album,
    GatewayLine gateway,
    int calls,
    int failed,
    ByTier byTier,
    Slowed slowed,
    OrchestratorKilled orchestratorKilled,
    Killed killed,
    double p50Millis,
    double p99Millis) {
  static final String SCHEMA = "edgewise.demo/1";

  /** A number that could not be measured, because what it stands for did not happen. */
  static final double NEVER = -1;

  DemoReport {
    pictures = List.copyOf(pictures);
  }

  /** One picture: who answered, what was found, and why it was answered there. */
  record PictureLine(
      String file,
      String tier,
      String node,
      int faces,
      double score,
      boolean escalated,
      double millis,
      List<Box> boxes,
      String why,
      String decision) {}

  /** The album of all faces. */
  record AlbumLine(String node, int faces, double millis) {}

  /**
   * One picture more, by a caller without an SDK; not among the application's calls.
   *
   * @param request what was asked, as for {@code curl}
   * @param via what its decision says of how it came
   */
  record GatewayLine(
      String request,
      String file,
      String tier,
      String node,
      int faces,
      double millis,
      String via,
      String decision) {}

  /** Answers by the tier that gave them. */
  record ByTier(int edge, int cloud) {}

  /** The slow-down of one edge agent; {@code millisToMove} is −1 when the calls did not move. */
  record Slowed(String node, double shareBefore, double shareAfter, double millisToMove) {}

  /**
   * The kill -9 of the orchestrator.
   *
   * @param calls made while it was away, and until 5 s after its return
   * @param failedCalls of these
   * @param startMillis from the start of its new process until it could answer
   * @param backMillis from then until all agents and the application were back in its view; −1 when
   *     they did not come
   * @param agentsEnded agents whose process had ended; none should
   */
  record OrchestratorKilled(
      int calls, int failedCalls, double startMillis, double backMillis, int agentsEnded) {}

  /** The kill -9 of one edge agent; {@code detectMillis} is −1 when nobody noticed. */
  record Killed(String node, int failedCalls, double detectMillis) {}

  static DemoReport of(
      List<Picture> pictures,
      Album album,
      GatewayLine gateway,
      List<Call> load,
      Slowed slowed,
      OrchestratorKilled orchestratorKilled,
      Killed killed) {
    List<Double> durations = new ArrayList<>();
    pictures.forEach(picture -> durations.add(picture.millis()));
    durations.add(album.millis());
    load.forEach(call -> durations.add(call.took()));
    List<String> tiers =
        Stream.of(
                pictures.stream().map(Picture::tier),
                Stream.of("cloud"), // the album
                load.stream().filter(Call::ok).map(Call::tier))
            .flatMap(tier -> tier)
            .toList();
    return new DemoReport(
        SCHEMA,
        pictures.stream().map(DemoReport::line).toList(),
        new AlbumLine(album.node(), album.faces(), millis(album.millis())),
        gateway,
        pictures.size() + 1 + load.size(),
        (int) load.stream().filter(call -> !call.ok()).count(),
        new ByTier(count(tiers, "edge"), count(tiers, "cloud")),
        slowed,
        orchestratorKilled,
        killed,
        millis(DemoFigures.percentile(durations, 50)),
        millis(DemoFigures.percentile(durations, 99)));
  }

  private static PictureLine line(Picture picture) {
    return new PictureLine(
        picture.file(),
        picture.tier(),
        picture.node(),
        picture.faces(),
        Words.rounded(picture.score(), 3),
        picture.escalated(),
        millis(picture.millis()),
        picture.boxes(),
        picture.why(),
        picture.decision());
  }

  private static int count(List<String> tiers, String tier) {
    return (int) tiers.stream().filter(tier::equals).count();
  }

  private static double millis(double value) {
    return Words.rounded(value, 1);
  }

  /** What is not as promised, in words; empty when all is well. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    if (failed > 0) {
      broken.add(failed + " of " + calls + " calls failed");
    }
    if (!gateway.via().equals("gateway")) {
      broken.add("the call by HTTP left no decision that says via: gateway");
    }
    if (orchestratorKilled.failedCalls() > 0) {
      broken.add(
          orchestratorKilled.failedCalls() + " calls failed while the orchestrator was away");
    }
    if (orchestratorKilled.backMillis() < 0) {
      broken.add("the orchestrator did not get its fleet back after its restart");
    }
    if (orchestratorKilled.agentsEnded() > 0) {
      broken.add(orchestratorKilled.agentsEnded() + " agents ended with the orchestrator");
    }
    if (killed.failedCalls() > 0) {
      broken.add(killed.failedCalls() + " calls failed after the kill of " + killed.node());
    }
    if (killed.detectMillis() < 0) {
      broken.add("the application did not notice that " + killed.node() + " was killed");
    }
    if (slowed.shareAfter() > DemoFigures.SMALL_SHARE || slowed.millisToMove() < 0) {
      broken.add("the calls did not move away from " + slowed.node() + ", which was slowed down");
    }
    return broken;
  }
}
