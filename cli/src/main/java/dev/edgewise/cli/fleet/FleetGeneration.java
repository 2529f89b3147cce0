package dev.edgewise.cli.fleet;

import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.FleetStatus.Node;
import dev.edgewise.sdk.wire.operator.GenerationPart;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A generation and the node that has it now, or had it last. Pure.
 *
 * @param node that tells of it
 * @param part what that node tells
 */
public record FleetGeneration(Node node, GenerationPart part) {
  private static final List<String> STATES = List.of("running", "completed", "failed", "gone");

  private static final Comparator<FleetGeneration> RUNNING_LONGEST =
      Comparator.<FleetGeneration>comparingInt(each -> rank(each.part))
          .thenComparing(each -> each.part.running(), Comparator.reverseOrder())
          .thenComparing(each -> each.part.call());

  /**
   * Every generation of a fleet once, by its newest part: those that run, the longest at it first,
   * then those that ended in the last seconds.
   */
  static List<FleetGeneration> of(FleetStatus fleet) {
    Map<String, FleetGeneration> newest = new LinkedHashMap<>();
    for (Node node : fleet.nodes()) {
      node.serving()
          .ifPresent(
              serving ->
                  serving
                      .generations()
                      .forEach(
                          part ->
                              newest.merge(
                                  part.call(),
                                  new FleetGeneration(node, part),
                                  FleetGeneration::later)));
    }
    return newest.values().stream().sorted(RUNNING_LONGEST).toList();
  }

  /** The one of this call, if any node tells of it. */
  public static Optional<FleetGeneration> find(FleetStatus fleet, String call) {
    return of(fleet).stream().filter(each -> each.part.call().equals(call)).findFirst();
  }

  private static FleetGeneration later(FleetGeneration one, FleetGeneration other) {
    if (one.part.leg() != other.part.leg()) {
      return one.part.leg() > other.part.leg() ? one : other;
    }
    return rank(one.part) <= rank(other.part) ? one : other;
  }

  private static int rank(GenerationPart part) {
    int at = STATES.indexOf(part.state());
    return at < 0 ? STATES.size() : at;
  }

  /** {@code 41 of 128 tokens}. */
  String progress() {
    String unit = part.unit() + (part.done() == 1 && part.of() == 0 ? "" : "s");
    return part.done() + (part.of() > 0 ? " of " + part.of() : "") + " " + unit;
  }

  /** {@code 74.5}; a dash while nobody knows. */
  String perSecond() {
    return part.perSecond() <= 0 ? "-" : String.format(Locale.ROOT, "%.1f", part.perSecond());
  }

  /** {@code after chunk 17, before on nyc-edge01}; a dash where it began. */
  String wentOn() {
    if (part.leg() <= 1) {
      return "-";
    }
    String from = String.join(", ", part.from());
    return (part.had() > 0 ? "after chunk " + part.had() : "from the beginning")
        + (part.leg() > 2 ? ", " + (part.leg() - 1) + " times in all" : "")
        + (from.isEmpty() ? "" : ", before on " + from);
  }
}
