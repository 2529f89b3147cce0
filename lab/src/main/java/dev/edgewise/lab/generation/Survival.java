package dev.edgewise.lab.generation;

import static java.util.Objects.requireNonNull;

import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one stream showed when its node was lost.
 *
 * @param loss which round, how, and of whom
 * @param via {@code sdk} or {@code gateway}
 * @param chunks how many came in all
 * @param before how many of them before the loss
 * @param gapMillis the longest time between two chunks of which the later came after the loss
 * @param same whether all chunks are those of an undisturbed run, once each and in order
 * @param repeated steps or tokens that were surely made twice: from where the next node went on to
 *     the last chunk of the node that was lost; empty when the next node did not say where
 * @param problem why it does not count as survived, when it does not
 */
public record Survival(
    Loss loss,
    String via,
    int chunks,
    int before,
    long gapMillis,
    boolean same,
    OptionalLong repeated,
    Optional<String> problem) {
  /**
   * What was done to a node.
   *
   * @param round from 1
   * @param signal {@code KILL} or {@code STOP}
   * @param node its name
   * @param nanos when
   */
  public record Loss(int round, String signal, String node, long nanos) {
    public Loss {
      requireNonNull(signal, "signal");
      requireNonNull(node, "node");
    }
  }

  /**
   * What a stream has to keep to.
   *
   * @param mostMillis between two chunks around a loss
   * @param mostRepeated steps or tokens that may be made twice
   */
  public record Bounds(long mostMillis, long mostRepeated) {}

  public Survival {
    requireNonNull(loss, "loss");
    requireNonNull(via, "via");
    requireNonNull(repeated, "repeated");
    requireNonNull(problem, "problem");
  }

  /**
   * Judges a stream.
   *
   * @param undisturbed the contents of the chunks of a run without a loss
   * @param watched the stream, which has ended
   * @param resumedAt steps or tokens at which the next node went on, where it said so
   */
  public static Survival of(
      Loss loss,
      String via,
      List<String> undisturbed,
      Watched watched,
      OptionalLong resumedAt,
      Bounds bounds) {
    List<Chunk> chunks = watched.chunks();
    int before = 0;
    long gap = 0;
    for (int i = 0; i < chunks.size(); i++) {
      if (chunks.get(i).nanos() <= loss.nanos()) {
        before++;
      } else if (i > 0) {
        gap = Math.max(gap, chunks.get(i).nanos() - chunks.get(i - 1).nanos());
      }
    }
    long gapMillis = gap / 1_000_000;
    long last = before == 0 ? 0 : chunks.get(before - 1).done();
    OptionalLong repeated =
        resumedAt.isPresent()
            ? OptionalLong.of(Math.max(0, last - resumedAt.getAsLong()))
            : OptionalLong.empty();
    boolean same = chunks.stream().map(Chunk::content).toList().equals(undisturbed);
    Optional<String> problem = watched.problem();
    if (problem.isEmpty()) {
      problem = problem(undisturbed, chunks, before, same, gapMillis, repeated, bounds);
    }
    return new Survival(loss, via, chunks.size(), before, gapMillis, same, repeated, problem);
  }

  private static Optional<String> problem(
      List<String> undisturbed,
      List<Chunk> chunks,
      int before,
      boolean same,
      long gapMillis,
      OptionalLong repeated,
      Bounds bounds) {
    if (!same) {
      return Optional.of(difference(undisturbed, chunks));
    }
    if (before == 0 || before == chunks.size()) {
      return Optional.of("the loss was not in the middle of the stream");
    }
    if (gapMillis > bounds.mostMillis()) {
      return Optional.of("nothing came for " + gapMillis + " ms");
    }
    if (repeated.isEmpty()) {
      return Optional.of("no node said where it went on");
    }
    return repeated.getAsLong() > bounds.mostRepeated()
        ? Optional.of(repeated.getAsLong() + " were made twice")
        : Optional.empty();
  }

  private static String difference(List<String> undisturbed, List<Chunk> chunks) {
    int at = 0;
    while (at < Math.min(undisturbed.size(), chunks.size())
        && undisturbed.get(at).equals(chunks.get(at).content())) {
      at++;
    }
    return "chunk "
        + (at + 1)
        + " of "
        + chunks.size()
        + " is not that of the undisturbed run of "
        + undisturbed.size();
  }

  /** Whether it went on as it has to. */
  public boolean held() {
    return problem.isEmpty();
  }

  /** For who looks on. */
  public String words() {
    return "round %d %s of %s, %s: %d of %d chunks before, gap %d ms, %s"
        .formatted(
            loss.round(),
            loss.signal(),
            loss.node(),
            via,
            before,
            chunks,
            gapMillis,
            problem.orElse("held"));
  }

  /** As a line of a table. */
  Row row() {
    Row row =
        Row.of(Mark.MEASURED)
            .with("round", loss.round())
            .with("signal", loss.signal())
            .with("via", via)
            .with("lost", loss.node())
            .with("chunks", chunks)
            .with("before", before)
            .with("gapMillis", gapMillis)
            .with("same", same ? "yes" : "NO")
            .with(
                "repeated",
                repeated.isPresent() ? Long.toString(repeated.getAsLong()) : "not told");
    return row.with("verdict", problem.orElse("held"));
  }
}
