package dev.edgewise.sdk.wire.decision;

import com.google.protobuf.Duration;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Text;
import dev.edgewise.proto.v1.Candidate;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Label;
import dev.edgewise.proto.v1.Result;
import dev.edgewise.proto.v1.Score;
import dev.edgewise.proto.v1.Step;
import dev.edgewise.sdk.wire.Protos;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Puts a decision record into words. Records come from files, so texts in them are cleaned before
 * they reach a terminal.
 */
final class ExplanationText {
  private static final int MAX_TEXT = 600;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

  private final DecisionRecord record;
  private final StringBuilder page = new StringBuilder();

  private ExplanationText(DecisionRecord record) {
    this.record = record;
  }

  static String headline(DecisionRecord record) {
    Result result = record.getResult();
    return time(record)
        + "  "
        + clean(record.getId())
        + "  "
        + clean(record.getMethod())
        + "  "
        + clean(result.getOutcome())
        + (result.getNode().isEmpty() ? "" : " by " + clean(result.getNode()))
        + (result.getCode().isEmpty() ? "" : " " + clean(result.getCode()))
        + ", "
        + millis(result.getTook())
        + (record.getStepsCount() > 1 ? ", " + record.getStepsCount() + " steps" : "");
  }

  static String page(DecisionRecord record) {
    ExplanationText text = new ExplanationText(record);
    text.call();
    text.steps();
    text.zones();
    RuleWords.of(RuleTraces.of(record)).forEach(text::line);
    text.end();
    text.legend();
    return text.page.toString();
  }

  // ── the call

  private void call() {
    line("Call " + clean(record.getId()) + " of " + clean(record.getMethod()));
    Columns facts = new Columns("<<");
    facts.row("result", resultInShort());
    facts.row(
        "made",
        time(record)
            + (record.getCallerSite().isEmpty()
                ? ""
                : ", at site " + clean(record.getCallerSite())));
    if (!record.getVia().isEmpty()) {
      facts.row(
          "via",
          clean(record.getVia())
              + (record.getTenant().isEmpty()
                  ? ""
                  : ", for tenant "
                      + clean(record.getTenant())
                      + " (by its API key or certificate; without one, its caller says so)"));
    }
    facts.row("request", bytes(record.getRequestBytes()) + ", data labelled " + label());
    facts.row("deadline", millis(record.getDeadline()) + " after it was made");
    facts.row("tier", tierInWords());
    facts.row(
        "repeatable",
        record.getIdempotent()
            ? "yes: @Idempotent, so it may be sent again when a node is lost"
            : "no: not @Idempotent, so it is sent again only when it certainly did not run");
    if (!record.getTraceId().isEmpty()) {
      facts.row("trace", clean(record.getTraceId()));
    }
    facts.lines("  ").forEach(this::line);
  }

  private String resultInShort() {
    Result result = record.getResult();
    String words =
        clean(result.getOutcome())
            + " after "
            + millis(result.getTook())
            + (result.getNode().isEmpty()
                ? ""
                : (result.getOutcome().equals("completed") ? ", answered by " : ", on ")
                    + clean(result.getNode())
                    + " ("
                    + tier(result.getTier())
                    + " tier)");
    return result.getCode().isEmpty() ? words : words + ", code " + clean(result.getCode());
  }

  private String label() {
    return record.getLabel() == Label.LABEL_UNSPECIFIED || record.getLabel() == Label.UNRECOGNIZED
        ? "unknown"
        : record
            .getLabel()
            .name()
            .substring("LABEL_".length())
            .toLowerCase(Locale.ROOT)
            .replace('_', '-');
  }

  private String tierInWords() {
    String prefers = "prefers the " + tier(record.getPreferredTier()) + " tier";
    if (!record.hasCascade()) {
      return prefers;
    }
    return prefers
        + "; an edge answer with a confidence from "
        + DecisionRecords.decimal(record.getCascade().getUnsureFrom())
        + " to "
        + DecisionRecords.decimal(record.getCascade().getUnsureTo())
        + " is unsure, and the cloud is asked too";
  }

  // ── the steps

  private void steps() {
    int number = 0;
    for (Step step : record.getStepsList()) {
      number++;
      line("");
      line(number + ". " + heading(step));
      line("   " + choice(step));
      if (step.getCandidatesCount() > 0) {
        line("");
        candidates(step).lines("   ").forEach(this::line);
        if (step.getCandidatesLeftOut() > 0) {
          line("     … and " + step.getCandidatesLeftOut() + " more nodes");
        }
        line("");
      }
      line("   " + whatHappened(step));
    }
    if (record.getStepsLeftOut() > 0) {
      line("");
      line("… and " + record.getStepsLeftOut() + " more steps");
    }
    if (record.getStepsCount() == 0) {
      line("");
      line("The call ended before any node was chosen.");
    }
  }

  private String heading(Step step) {
    String at = hasTime(step.getAt()) ? ", " + millis(step.getAt()) + " into the call" : "";
    return switch (step.getKind()) {
      case STEP_KIND_FIRST -> "First choice of a node" + at;
      case STEP_KIND_RETRY -> "Another node, since the one before did not do it" + at;
      case STEP_KIND_ESCALATION ->
          "Escalation: the edge was unsure" + orRuled() + ", so the cloud is asked" + at;
      case STEP_KIND_WOKEN -> "A node of the zone that was started for it" + at;
      case STEP_KIND_UNSPECIFIED, UNRECOGNIZED -> "A choice of a node" + at;
    };
  }

  private String orRuled() {
    return record.getRulesCount() == 0 ? "" : ", or a rule wanted it";
  }

  private static String choice(Step step) {
    return step.getNode().isEmpty()
        ? "No node: " + clean(step.getReason())
        : "Chosen: " + clean(step.getNode()) + reason(step);
  }

  /** A reason begins with the node's name, which has just been said. */
  private static String reason(Step step) {
    String reason = clean(step.getReason());
    String prefix = clean(step.getNode()) + ": ";
    return reason.isEmpty()
        ? ""
        : ", " + (reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason);
  }

  private static Columns candidates(Step step) {
    Columns table = new Columns("<<<<>>>>><");
    if (step.getCandidatesList().stream().anyMatch(Candidate::hasScore)) {
      table.row(
          "",
          "node",
          "tier",
          "site",
          "expected",
          "way",
          "transfer",
          "queue",
          "service",
          "known from");
    } else {
      table.row("", "node", "tier", "site", "why not");
    }
    for (Candidate candidate : step.getCandidatesList()) {
      String mark = candidate.getNode().equals(step.getNode()) ? ">" : "";
      String node = clean(candidate.getNode());
      String tier = tier(candidate.getTier());
      String site = clean(candidate.getSite());
      if (candidate.hasScore()) {
        Score score = candidate.getScore();
        table.row(
            mark,
            node,
            tier,
            site,
            millis(score.getTotal()),
            millis(score.getRoundTrip()),
            millis(score.getTransfer()),
            millis(score.getQueue()),
            millis(score.getService()),
            knownFrom(score));
      } else {
        table.row(mark, node, tier, site, "out: " + outBecause(candidate));
      }
    }
    return table;
  }

  private static String outBecause(Candidate candidate) {
    return clean(candidate.getRemovedBecause()) + " [" + clean(candidate.getRemovedBy()) + "]";
  }

  private static String knownFrom(Score score) {
    String calls =
        score.getSamples() == 0
            ? "no call yet (a guess)"
            : score.getSamples() == 1 ? "1 call" : score.getSamples() + " calls";
    String load =
        score.hasLoadAge() ? "; load " + millis(score.getLoadAge()) + " old" : "; load unknown";
    String way =
        score.hasLinkAge() ? "; way " + millis(score.getLinkAge()) + " old" : "; way unknown";
    // A factor that would be printed as 1.0 explains nothing.
    String penalty =
        score.getPenalty() >= 1.05
            ? String.format(
                Locale.ROOT, "; raised %.1f times for failures or a cold start", score.getPenalty())
            : "";
    return calls + load + way + penalty;
  }

  private String whatHappened(Step step) {
    String node = clean(step.getNode());
    String after = " after " + millis(step.getTook());
    String detail = step.getDetail().isEmpty() ? "" : ": " + clean(step.getDetail());
    return switch (step.getAnswer()) {
      case "completed" -> "Then: " + node + " answered" + after + detail + ".";
      case "not-run" ->
          "Then: "
              + node
              + " did not run it"
              + detail
              + ". Nothing ran there, so any call may be sent to another node.";
      case "lost" ->
          "Then: "
              + node
              + " was lost"
              + after
              + detail
              + ". The call may have run there; "
              + (record.getIdempotent()
                  ? "it is idempotent, so it may be sent again."
                  : "it is not idempotent, so it was not sent again.");
      case "failed" -> "Then: it failed on " + node + after + detail + ".";
      case "expired" -> "Then: the deadline came before an answer of " + node + ".";
      case "cancelled" -> "Then: the caller gave up" + after + ", and " + node + " was told.";
      case "held" -> "Then: it was held " + clean(step.getDetail()) + ".";
      case "" -> node.isEmpty() ? "So nothing was sent." : "But nothing was sent.";
      default -> "Then: " + clean(step.getAnswer()) + after + detail + ".";
    };
  }

  private void zones() {
    List<String> lines = ZonesText.lines(record);
    if (!lines.isEmpty()) {
      line("");
      lines.forEach(this::line);
    }
  }

  // ── the end

  private void end() {
    Result result = record.getResult();
    line("");
    String end = "Result: " + resultInShort() + ".";
    if (result.getEscalation().equals("sure")) {
      end += " The edge's answer was taken: " + clean(result.getEscalationDetail()) + ".";
    } else if (result.getEscalation().equals("escalated")) {
      end +=
          " It is the cloud's answer, because the edge's was unsure"
              + orRuled()
              + ": "
              + clean(result.getEscalationDetail())
              + ".";
    } else if (result.getEscalation().equals("kept")) {
      end +=
          " It is the edge's answer although that was unsure: "
              + clean(result.getEscalationDetail())
              + ".";
    }
    line(end);
    if (!result.getMessage().isEmpty()) {
      line("  " + clean(result.getMessage()));
    }
  }

  private void legend() {
    boolean scored =
        record.getStepsList().stream()
            .flatMap(step -> step.getCandidatesList().stream())
            .anyMatch(Candidate::hasScore);
    if (!scored) {
      return;
    }
    line("");
    line(
        """
        How to read the tables: "expected" is how long the call would take on that node; the
        least wins, within the tier that the method prefers as long as that tier makes the
        deadline. It is the sum of way (there and back), transfer (the request over the measured
        bandwidth), queue (waiting behind other calls) and service (running the method there),
        raised after recent failures and while a node is new. "known from" says on how many calls
        the service time rests, and how old the node's report of its load and the last measurement
        of the way were. "out" marks a node that a rule, named in [brackets], took out.\
        """);
  }

  // ── words

  private static String time(DecisionRecord record) {
    // Within the years 0 to 9999, whatever the file says.
    long seconds =
        Math.min(Math.max(record.getTime().getSeconds(), -62_135_596_800L), 253_402_300_799L);
    int nanos = Math.min(Math.max(record.getTime().getNanos(), 0), 999_999_999);
    return TIME.format(Instant.ofEpochSecond(seconds, nanos));
  }

  private static String tier(dev.edgewise.proto.v1.Tier tier) {
    return Protos.fromProto(tier).map(known -> known == Tier.EDGE ? "edge" : "cloud").orElse("?");
  }

  private static boolean hasTime(Duration duration) {
    return duration.getSeconds() > 0 || duration.getNanos() >= 50_000;
  }

  /** A duration with the digits that matter: 0.4 ms, 12 ms, 3.5 s, 2 min. */
  static String millis(Duration duration) {
    double millis = duration.getSeconds() * 1e3 + duration.getNanos() / 1e6;
    if (millis < 9.95) {
      return trimmed(millis) + " ms";
    }
    if (millis < 999.5) {
      return Math.round(millis) + " ms";
    }
    return millis < 120_000 ? trimmed(millis / 1e3) + " s" : Math.round(millis / 60_000) + " min";
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
    return bytes < 1024 * 1024
        ? trimmed(bytes / 1024.0) + " KiB"
        : trimmed(bytes / 1024.0 / 1024.0) + " MiB";
  }

  private static String clean(String text) {
    return Text.line(text, MAX_TEXT);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
