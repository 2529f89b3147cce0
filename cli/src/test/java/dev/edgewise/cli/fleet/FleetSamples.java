package dev.edgewise.cli.fleet;

import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Calls;
import dev.edgewise.sdk.wire.operator.FleetStatus.Client;
import dev.edgewise.sdk.wire.operator.FleetStatus.Lane;
import dev.edgewise.sdk.wire.operator.FleetStatus.Method;
import dev.edgewise.sdk.wire.operator.FleetStatus.Model;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.FleetStatus.NodeLoad;
import dev.edgewise.sdk.wire.operator.FleetStatus.Orchestrator;
import dev.edgewise.sdk.wire.operator.FleetStatus.Registry;
import dev.edgewise.sdk.wire.operator.FleetStatus.ServedModel;
import dev.edgewise.sdk.wire.operator.FleetStatus.Service;
import dev.edgewise.sdk.wire.operator.FleetStatus.Serving;
import dev.edgewise.sdk.wire.operator.GenerationPart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fleets to look at. */
public final class FleetSamples {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String VISION = "dev.edgewise.samples.vision.Vision";
  private static final Calls QUIET = new Calls(0, 0, 0, 0, 0, 0, 0);

  private static final long BUDGET = 2_147_483_648L;

  private static final Registry AWAY =
      new Registry(
          "consul://127.0.0.1:8500",
          true,
          "connection refused",
          Optional.of(NOW.minusSeconds(12)),
          9,
          3);
  private static final Registry PUBLISHED =
      new Registry("consul://127.0.0.1:8500", false, "", Optional.of(NOW), 1, 0);

  private FleetSamples() {}

  static Node node(String name, String tier, String site, String liveness) {
    return node(
        name, tier, site, liveness, false, false, false, new NodeLoad(1, 0, 4, 11.5, ms(300)));
  }

  static Node node(
      String name,
      String tier,
      String site,
      String liveness,
      boolean draining,
      boolean drainAsked,
      boolean drainApplied,
      NodeLoad load) {
    boolean alive = liveness.equals("alive");
    return new Node(
        name,
        tier,
        site,
        "own",
        "127.0.0.1:7501",
        liveness,
        Optional.of(NOW.minusSeconds(alive ? 300 : 7)),
        alive ? "" : "its stream was lost",
        draining,
        drainAsked,
        drainApplied,
        17,
        ms(alive ? 2_400 : -4_000),
        ms(3_000),
        Optional.of(load),
        List.of(VISION),
        List.of(new Model("face_detection_short_range", "tflite", VISION)),
        "Linux amd64, 2 cores, 8.0 GB",
        List.of(),
        Optional.empty(),
        List.of("till", "ground-floor"),
        "0.1.0",
        liveness.equals("islanded") ? List.of("shop-app") : List.of(),
        alive ? new Calls(12.5, 8.2, 31, 0, 0.5, 3_750, 0) : QUIET,
        alive ? 0.52 : 0,
        serving(name),
        List.of(),
        "{\"node\":\"" + name + "\"}");
  }

  /** Two nodes serve models: all is ready on one, and one has failed on the other. */
  private static Optional<Serving> serving(String node) {
    boolean whole = node.equals("west1-a");
    if (!whole && !node.equals("west1-b")) {
      return Optional.empty();
    }
    return Optional.of(
        new Serving(
            List.of(
                new ServedModel(
                    "captions", "1", "pipeline", "ready", "", 90_100_000, ms(812), 1_204, BUDGET),
                whole
                    ? new ServedModel(
                        "fashion-diffusion",
                        "2",
                        "pipeline",
                        "ready",
                        "",
                        24_700_000,
                        ms(2_310),
                        36,
                        BUDGET)
                    : new ServedModel(
                        "fashion-diffusion",
                        "1",
                        "pipeline",
                        "failed",
                        "unet/model.onnx cannot be read: it ends early",
                        0,
                        Duration.ZERO,
                        0,
                        BUDGET)),
            List.of(
                new Lane(
                    "edgewise.models.v1.captions/Nearest",
                    "1 text",
                    3,
                    32,
                    List.of(120L, 44L, 12L, 0L, 2L),
                    Map.of("completed", 1_201L, "refused", 3L),
                    1.4,
                    7.9),
                new Lane("shop.v1.Scores/score", "", 0, 8, List.of(), Map.of(), 0, 0)),
            whole ? List.of(text(2, "running", 40), drawn()) : List.of(text(1, "gone", 17))));
  }

  /** A text that west1-b had first, and west1-a goes on with. */
  private static GenerationPart text(int leg, String state, long chunks) {
    return new GenerationPart(
        "8z8g38rq16jsf",
        "edgewise.models.v1.gemma_3_270m/Complete",
        state,
        leg,
        leg > 1 ? 17 : 0,
        chunks,
        "token",
        chunks + 1,
        128,
        74.5,
        61,
        ms(612),
        0,
        0,
        leg > 1 ? List.of("west1-b") : List.of());
  }

  private static GenerationPart drawn() {
    return new GenerationPart(
        "02wdxe7ys68aa",
        "edgewise.models.v1.fashion_diffusion/Draw",
        "completed",
        1,
        0,
        3,
        "step",
        30,
        30,
        12.4,
        240,
        ms(2_900),
        27,
        3_210,
        List.of());
  }

  static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static FleetStatus fleet(boolean settling, Calls calls, Node... nodes) {
    Method detect =
        new Method(
            "detect",
            "edge",
            Duration.ofSeconds(10),
            true,
            "internal",
            true,
            List.of("nyc-edge01", "london-edge02"),
            List.of("west1-a"),
            calls);
    Method index =
        new Method(
            "index",
            "cloud",
            Duration.ofSeconds(30),
            false,
            "internal",
            false,
            List.of(),
            List.of("west1-a"),
            QUIET);
    return new FleetStatus(
        new Orchestrator(
            "0.1.0",
            Optional.of(NOW.minusSeconds(320)),
            41,
            settling,
            0,
            Optional.of(NOW),
            settling ? Optional.of(AWAY) : Optional.empty(),
            7400),
        List.of(nodes),
        List.of(
            new Service(
                VISION,
                List.of(detect, index),
                List.of("london-edge02", "nyc-edge01", "west1-a"),
                "",
                "{\"name\":\"" + VISION + "\"}")),
        List.of(new Client("shop-app", "nyc", "0.1.0", Optional.of(NOW.minusSeconds(60)), 41)),
        "{\"orchestrator\":{\"version\":\"0.1.0\"},\"nodes\":[]}");
  }

  public static FleetStatus well() {
    return fleet(
        false,
        new Calls(25, 8.2, 31, 0, 1.2, 7_500, 0),
        node("nyc-edge01", "edge", "nyc-edge01", "alive"),
        node("london-edge02", "edge", "london-edge02", "alive"),
        node("west1-a", "cloud", "west1", "alive"));
  }

  /** One of each trouble. */
  public static FleetStatus troubled() {
    return fleet(
        true,
        new Calls(25, 8.2, 31, 2.5, 1.2, 7_500, 25),
        node("nyc-edge01", "edge", "nyc-edge01", "dead"),
        node("london-edge02", "edge", "london-edge02", "islanded"),
        node("oslo-edge03", "edge", "oslo-edge03", "suspect"),
        node(
            "west1-a",
            "cloud",
            "west1",
            "alive",
            true,
            true,
            true,
            new NodeLoad(0, 0, 4, 11, ms(300))),
        node(
            "west1-b",
            "cloud",
            "west1",
            "alive",
            false,
            true,
            false,
            new NodeLoad(4, 9, 4, 11, ms(300))));
  }

  static FleetStatus empty() {
    return new FleetStatus(
        new Orchestrator(
            "0.1.0", Optional.of(NOW), 1, false, 3, Optional.of(NOW), Optional.of(PUBLISHED), 7400),
        List.of(),
        List.of(),
        List.of(),
        "{}");
  }
}
