package dev.edgewise.cli.cache;

import dev.edgewise.cli.shell.TextTable;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.Text;
import dev.edgewise.sdk.wire.operator.CacheStatus;
import dev.edgewise.sdk.wire.operator.CacheStatus.Entry;
import dev.edgewise.sdk.wire.operator.CacheStatus.Partition;
import dev.edgewise.sdk.wire.operator.CacheStatus.Similar;
import dev.edgewise.sdk.wire.operator.CacheStatus.Tier;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Caches, for people. Pure. A hit rate never stands without the false-hit rate beside it. */
final class CacheText {
  private static final int LONGEST_QUESTION = 40;

  private CacheText() {}

  static String list(List<CachedNode<CacheStatus>> answers) {
    if (answers.stream().allMatch(each -> isEmpty(each.answer()))) {
      return "Nothing is kept. Mark a method @Cached, or give a model service a cache:"
          + " eco.modelService(\"captions\").cache(…).\n";
    }
    TextTable table =
        new TextTable(
            "NODE",
            "METHOD",
            "TENANT",
            "LABEL",
            ">CALLS",
            ">HITS",
            ">SIMILAR",
            ">FALSE HITS",
            "OF CHECKED",
            ">CALLED WRONG");
    StringBuilder why = new StringBuilder();
    for (CachedNode<CacheStatus> each : answers) {
      for (Partition partition : each.answer().partitions()) {
        table.row(
            each.node(),
            partition.method(),
            Words.orDash(partition.tenant()),
            partition.label(),
            partition.exact() + partition.semantic() + partition.none(),
            percent(partition.hitRate()),
            partition.semantic(),
            falseHits(partition.similar()),
            checked(partition.similar()),
            partition.complaints());
        partition.similar().ifPresent(similar -> why.append(why(each.node(), partition, similar)));
      }
    }
    return table.text("") + why + "\n" + tiers(answers);
  }

  private static boolean isEmpty(CacheStatus status) {
    return status.partitions().isEmpty() && status.exact() + status.none() == 0;
  }

  private static String why(String node, Partition partition, Similar similar) {
    return "\n  "
        + node
        + ", "
        + partition.method()
        + (partition.tenant().isEmpty() ? "" : " of " + partition.tenant())
        + ": "
        + (similar.threshold().isPresent()
            ? "similar hits from "
                + String.format(Locale.ROOT, "%.3f", similar.threshold().getAsDouble())
                + " on"
            : "no similar hits")
        + (similar.why().isEmpty() ? "" : "; " + similar.why())
        + "\n";
  }

  /** The rate, with the interval that says what it is worth: {@code 1.9 % (0.4 to 5.4 %)}. */
  static String falseHits(Optional<Similar> similar) {
    if (similar.isEmpty()) {
      return "-";
    }
    Similar known = similar.get();
    String interval =
        String.format(Locale.ROOT, "(%.1f to %.1f %%)", 100 * known.low(), 100 * known.high());
    OptionalDouble rate = known.falseHitRate();
    return rate.isEmpty()
        ? known.hits() == 0 ? "none served" : "unchecked " + interval
        : String.format(Locale.ROOT, "%.1f %% ", 100 * rate.getAsDouble()) + interval;
  }

  private static String checked(Optional<Similar> similar) {
    return similar.map(known -> known.wrong() + " of " + known.judged() + " wrong").orElse("-");
  }

  private static String tiers(List<CachedNode<CacheStatus>> answers) {
    TextTable table =
        new TextTable(
            "NODE", "TIER", ">ENTRIES", ">BYTES", ">OF", ">HITS", ">MISSES", ">EVICTED", ">FAULTS");
    for (CachedNode<CacheStatus> each : answers) {
      for (Tier tier : each.answer().tiers()) {
        table.row(
            each.node(),
            tier.name(),
            tier.entries(),
            Words.bytes(tier.bytes()),
            Words.bytes(tier.capacity()),
            tier.hits(),
            tier.misses(),
            tier.evictions(),
            tier.faults());
      }
    }
    return table.text("");
  }

  static String entries(List<CachedNode<List<Entry>>> answers) {
    if (answers.stream().allMatch(each -> each.answer().isEmpty())) {
      return "No such entry is kept.\n";
    }
    TextTable table =
        new TextTable(
            "NODE",
            "KEY",
            "METHOD",
            "TENANT",
            "LABEL",
            ">AGE",
            ">LEFT",
            ">COST",
            ">BYTES",
            "QUESTION");
    for (CachedNode<List<Entry>> each : answers) {
      for (Entry entry : each.answer()) {
        table.row(
            each.node(),
            entry.key(),
            entry.method(),
            Words.orDash(entry.tenant()),
            entry.label(),
            Words.duration(entry.age()),
            Words.duration(entry.expiresIn()),
            Words.millis(entry.cost().toNanos() / 1e6),
            Words.bytes(entry.bytes()),
            Words.orDash(Text.line(entry.question(), LONGEST_QUESTION)));
      }
    }
    return table.text("");
  }

  static String evicted(List<CachedNode<Long>> answers) {
    StringBuilder text = new StringBuilder();
    for (CachedNode<Long> each : answers) {
      text.append(each.node())
          .append(" forgot ")
          .append(each.answer())
          .append(each.answer() == 1 ? " entry\n" : " entries\n");
    }
    return text.isEmpty() ? "No node was asked: none is alive.\n" : text.toString();
  }

  static String audits(List<CachedNode<CacheStatus.Audit>> answers) {
    StringBuilder text = new StringBuilder();
    for (CachedNode<CacheStatus.Audit> each : answers) {
      CacheStatus.Audit audit = each.answer();
      text.append(each.node()).append(": ");
      if (audit.judged() + audit.unknown() == 0) {
        text.append("no similar hit that was not judged yet\n");
      } else {
        text.append(audit.wrong())
            .append(" of ")
            .append(audit.judged())
            .append(audit.judged() == 1 ? " hit was wrong" : " hits were wrong")
            .append(audit.unknown() == 0 ? "" : ", " + audit.unknown() + " could not be judged")
            .append('\n');
      }
    }
    return text.isEmpty() ? "No node was asked: none is alive.\n" : text.toString();
  }

  private static String percent(OptionalDouble share) {
    return share.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble());
  }
}
