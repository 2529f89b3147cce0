package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.serving.cache.semantic.Check;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * The cache of one node: what was computed is not computed again.
 *
 * <p>A call is answered, in this order, by the entry of the very same question in memory, on this
 * node's disk, or where nodes share; by the answer of a question that means alike, where its rule
 * allows that and its pool has shown that it may; by the run of another call that asks the same
 * now; by its own run. What goes wrong in the cache is a miss, never a failed call. Thread-safe.
 */
public final class ResultCache implements CallCaching {
  private final Parts parts;
  private final Entries entries;
  private final Answering answering;
  private final Inspection inspection;

  ResultCache(Parts parts) {
    this.parts = requireNonNull(parts, "parts");
    this.entries = new Entries(parts.tiers(), parts.clock());
    Audits audits = new Audits(entries, parts.similar(), parts.shadows(), parts.clock());
    this.answering = new Answering(parts, entries, audits);
    this.inspection = new Inspection(parts, entries, audits, answering::waiting);
  }

  /**
   * Opens the cache of a node.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_CONFIGURATION}, or {@code
   *     NO_INTEGRATION} when a tier is asked for that nothing on the class path opens
   */
  public static ResultCache open(CallCaching.Setting setting) {
    return new Opening(setting).open();
  }

  @Override
  public <E extends Exception> Answer call(Question question, CallContext context, Run<E> run)
      throws E, InterruptedException {
    parts.caps().look(question);
    Scope scope = new Scope(context.tenant(), context.label(), question.producer());
    Asked asked =
        new Asked(
            scope,
            question.rule(),
            context.cacheControl(),
            question.request(),
            Keys.of(Keys.exact(scope, question.request())));
    Counts.Count count = parts.counts().of(scope);
    Given given;
    try {
      given = answering.to(asked, context, run);
    } catch (ExecutionException e) {
      count.failed();
      ResultCache.<E>rethrow(e);
      throw new IllegalStateException("whatever a run throws has a cause", e);
    }
    parts.counts().answered(count, given.note().kind());
    parts
        .recent()
        .add(
            context.decisionId(),
            new RecentAnswers.Answered(
                scope,
                given.note().kind(),
                given.key(),
                given.pool(),
                given.note().similarity().orElse(1)));
    return new Answer(given.message(), given.note());
  }

  /**
   * What a run threw, once more.
   *
   * @throws InterruptedException when the run was interrupted, which ends who waits for it too
   */
  @SuppressWarnings("unchecked") // A key is of one method, whose runs throw one kind.
  private static <E extends Exception> void rethrow(ExecutionException failed)
      throws E, InterruptedException {
    switch (failed.getCause()) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case InterruptedException interrupted -> throw interrupted;
      case Exception exception -> throw (E) exception;
      case null, default -> {}
    }
  }

  /** How it stands. */
  public CacheReport report() {
    return inspection.report();
  }

  /** How its partitions stand, at most so many, those that were called last first. */
  public List<CacheReport.Partition> partitions(int most) {
    return inspection.partitions(most);
  }

  /** Entries of this node that are meant, at most so many, those worth most first. */
  public List<KeptAnswer> show(Selected selected, int most) {
    return inspection.show(selected, most);
  }

  /** Forgets entries that this node has, here and where nodes share them; says how many. */
  public long evict(Selected selected) {
    return inspection.evict(selected);
  }

  /**
   * Computes the answers of the last similar hits once more, and tells their pools. Blocks.
   *
   * @param most how many
   */
  public AuditResult audit(int most) {
    return inspection.audit(most);
  }

  /** How many calls wait for a run or a look-up that they may share. */
  public int waiting() {
    return answering.waiting();
  }

  /** How many runs and look-ups are under way. */
  int underWay() {
    return answering.underWay();
  }

  @Override
  public boolean wrong(String decisionId) {
    Optional<RecentAnswers.Answered> found = parts.recent().take(decisionId);
    found.ifPresent(
        answered -> {
          parts.counts().of(answered.scope()).wrong();
          answered
              .pool()
              .ifPresent(
                  pool ->
                      parts
                          .similar()
                          .learn(
                              pool,
                              answered.key(),
                              answered.similarity(),
                              false,
                              Check.COMPLAINED));
          parts.similar().forget(answered.key());
          entries.remove(answered.key());
        });
    return found.isPresent();
  }

  @Override
  public void close() {
    parts.shadows().close();
    parts.hot().close();
    parts.points().close();
    parts.tiers().close();
    parts.end().run();
  }
}
