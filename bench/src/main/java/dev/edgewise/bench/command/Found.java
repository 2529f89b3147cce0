package dev.edgewise.bench.command;

import static java.util.Objects.requireNonNull;

import dev.edgewise.bench.report.Table;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param facts more that a reader needs to judge it, such as the seed
 * @param tables in the order in which they are printed
 * @param words how to read them; may be empty
 * @param lost whether the exit code has to say that ours lost
 */
public record Found(Map<String, String> facts, List<Table> tables, String words, boolean lost) {
  public Found {
    facts = Map.copyOf(facts);
    tables = List.copyOf(tables);
    requireNonNull(words, "words");
  }
}
