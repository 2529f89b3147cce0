package dev.edgewise.sdk.wire.decision;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.edgewise.core.Text;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Step;
import dev.edgewise.proto.v1.ZoneThen;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts what zones did around a call into words, by the orchestrator's clock. Pure. */
final class ZonesText {
  private static final int MAX_TEXT = 300;
  private static final Set<String> WAITED = Set.of("EW6030", "EW6031", "EW6032");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private ZonesText() {}

  /** Nothing of a call that no zone could have taken. */
  static List<String> lines(DecisionRecord record) {
    List<String> lines = new ArrayList<>();
    if (record.getZonesCount() > 0) {
      lines.add(
          "Zones that could take it, as the orchestrator saw them when it heard of the call:");
      record.getZonesList().forEach(zone -> zone(zone, record, lines));
    } else if (waited(record)) {
      lines.add(
          "What was done with the zone meanwhile is not in this record: the orchestrator alone"
              + " knows it, and keeps it with the calls that it is told of.");
    }
    return lines;
  }

  private static boolean waited(DecisionRecord record) {
    return WAITED.contains(record.getResult().getCode())
        || record.getStepsList().stream().map(Step::getAnswer).anyMatch("held"::equals);
  }

  private static void zone(ZoneThen zone, DecisionRecord record, List<String> lines) {
    lines.add(
        "  "
            + clean(zone.getZone())
            + ": "
            + nodes(zone)
            + ", at most "
            + zone.getMax()
            + (zone.getTrouble().isEmpty()
                ? "; " + zone.getWanted() + " wanted: " + clean(zone.getBecause())
                : "; starts nothing: " + clean(zone.getTrouble())));
    Columns events = new Columns("<><");
    for (ZoneThen.Event event : zone.getEventsList()) {
      events.row(time(event.getTime()), when(event.getTime(), record), words(event));
    }
    if (zone.getEventsCount() == 0 && !zone.getIncomplete()) {
      lines.add("    Nothing was done with it from 5 s before the call until 3 s after its end.");
    }
    if (zone.getIncomplete()) {
      lines.add(
          "    What was done with it "
              + (zone.getEventsCount() == 0 ? "then" : "before these")
              + " is not known any more.");
    }
    lines.addAll(events.lines("    "));
  }

  private static String nodes(ZoneThen zone) {
    String ready =
        zone.getReady() == 0
            ? "no node took calls"
            : zone.getReady() + (zone.getReady() == 1 ? " node" : " nodes") + " took calls";
    return zone.getStarting() == 0 ? ready : ready + ", " + zone.getStarting() + " starting";
  }

  private static String words(ZoneThen.Event event) {
    return (event.getNode().isEmpty() ? "" : clean(event.getNode()) + " ")
        + clean(event.getWhat())
        + (event.getBecause().isEmpty() ? "" : ": " + clean(event.getBecause()));
  }

  private static String time(Timestamp time) {
    return Timestamps.isValid(time)
        ? TIME.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()))
        : "?";
  }

  /** {@code 0.3 s before}, {@code 1.2 s into the call}, {@code 0.4 s after its end}. */
  private static String when(Timestamp time, DecisionRecord record) {
    Duration took = record.getResult().getTook();
    if (!Timestamps.isValid(time)
        || !Timestamps.isValid(record.getTime())
        || !Durations.isValid(took)) {
      return "";
    }
    Duration into = Timestamps.between(record.getTime(), time);
    if (Durations.isNegative(into)) {
      return ExplanationText.millis(Timestamps.between(time, record.getTime()))
          + " before the call";
    }
    Duration after = Durations.subtract(into, took);
    return Durations.isNegative(after)
        ? ExplanationText.millis(into) + " into the call"
        : ExplanationText.millis(after) + " after its end";
  }

  private static String clean(String text) {
    return Text.line(text, MAX_TEXT);
  }
}
