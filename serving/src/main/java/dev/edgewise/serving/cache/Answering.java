package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CacheNote;
import dev.edgewise.sdk.spi.CallCaching.Run;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.semantic.Found;
import dev.edgewise.serving.cache.store.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;

/**
 * How a call comes to its answer: by what memory has, by what is found further away, by a question
 * that means alike, by a run that others wait for too, or by one of its own. Thread-safe.
 */
final class Answering {
  /** How often another question is looked for when the answer of the first has gone. */
  private static final int TRIES = 4;

  /** Off the callers' way, where nobody waits for a point. */
  private static final Duration POINT_PATIENCE = Duration.ofSeconds(10);

  private final Parts parts;
  private final Entries entries;
  private final Audits audits;
  private final SingleFlight<Asked.Together, Given> lookups;
  private final SingleFlight<Asked.Alike, Given> runs;

  Answering(Parts parts, Entries entries, Audits audits) {
    this.parts = requireNonNull(parts, "parts");
    this.entries = requireNonNull(entries, "entries");
    this.audits = requireNonNull(audits, "audits");
    this.lookups = new SingleFlight<>(parts.threads());
    this.runs = new SingleFlight<>(parts.threads());
  }

  /**
   * The answer.
   *
   * @throws ExecutionException with what the run threw
   */
  Given to(Asked asked, CallContext context, Run<?> run)
      throws ExecutionException, InterruptedException {
    long landed = runs.landed();
    Optional<Given> near = asked.control().noCache() ? Optional.empty() : entries.near(asked);
    if (near.isPresent()) {
      return near.get();
    }
    return mayBeFound(asked)
        ? lookups.call(asked.together(), context, new Look(asked, run, landed))
        : runs.call(
            asked.alike(),
            context,
            new Compute(asked, run, landed, Optional.empty(), Optional.empty()));
  }

  /** Whether looking for an answer takes so long that calls should do it together. */
  private boolean mayBeFound(Asked asked) {
    return !asked.control().noCache()
        && (parts.tiers().far()
            || (asked.rule().semantic().isPresent() && !asked.control().exactOnly()));
  }

  /** How many calls wait for a run or a look-up that they may share. */
  int waiting() {
    return lookups.waiting() + runs.waiting();
  }

  /** How many runs and look-ups are under way. */
  int underWay() {
    return lookups.underWay() + runs.underWay();
  }

  /** Looks for an answer where that takes its time, and computes it when there is none. */
  private final class Look implements SingleFlight.Work<Given> {
    private final Asked asked;
    private final Run<?> run;
    private final long landed;

    private Optional<SimilarQuestions.Question> question = Optional.empty();
    private Optional<SimilarQuestions.Placed> placed = Optional.empty();
    private Optional<Found.Explore> explore = Optional.empty();
    private Optional<RecentHits.Hit> audit = Optional.empty();

    Look(Asked asked, Run<?> run, long landed) {
      this.asked = asked;
      this.run = run;
      this.landed = landed;
    }

    @Override
    public Given run(CallContext context) throws Exception {
      Optional<Given> far = entries.far(asked);
      if (far.isPresent()) {
        return far.get();
      }
      if (!asked.control().exactOnly()) {
        Optional<Given> alike = alike(context);
        if (alike.isPresent()) {
          return alike.get();
        }
      }
      try {
        return runs.call(asked.alike(), context, new Compute(asked, run, landed, question, placed));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (Exception) e.getCause();
      }
    }

    private Optional<Given> alike(CallContext context) throws InterruptedException {
      try {
        question = parts.similar().question(asked);
        if (question.isEmpty()) {
          return Optional.empty();
        }
        placed = parts.similar().place(question.get(), parts.patience());
        return placed.flatMap(at -> served(at, context));
      } catch (RuntimeException e) {
        entries.fault("looking for a question that means the same", e);
        return Optional.empty();
      }
    }

    private Optional<Given> served(SimilarQuestions.Placed at, CallContext context) {
      double floor = asked.control().minSimilarity().orElse(0);
      for (int tries = 0; tries < TRIES; tries++) {
        Found found = parts.similar().find(at, floor);
        if (found instanceof Found.Explore one) {
          explore = Optional.of(one);
        }
        if (!(found instanceof Found.Hit hit)) {
          return Optional.empty();
        }
        Optional<Entry> entry = entries.entry(asked, hit.key());
        if (entry.isPresent()) {
          Instant now = parts.clock().now();
          return entry
              .filter(each -> asked.takes(each, now))
              .map(each -> hit(at, hit, each, context));
        }
        parts.similar().forget(at.pool(), hit.key());
      }
      return Optional.empty();
    }

    private Given hit(SimilarQuestions.Placed at, Found.Hit hit, Entry entry, CallContext context) {
      RecentHits.Hit served =
          new RecentHits.Hit(asked, context, run, at, hit.key(), hit.similarity(), entry.value());
      parts.hits().add(served);
      audit = hit.audit() ? Optional.of(served) : Optional.empty();
      return new Given(
          Message.of(entry.value()),
          new CacheNote(
              CacheNote.Kind.SEMANTIC,
              Asked.age(entry, parts.clock().now()),
              OptionalDouble.of(hit.similarity()),
              hit.bound()),
          hit.key(),
          Optional.of(at.pool().key()),
          Duration.ZERO);
    }

    @Override
    public void after(Given given) {
      audit.ifPresent(
          hit -> {
            boolean unused = parts.shadows().offer(() -> audits.judge(hit));
          });
      if (explore.isPresent() && placed.isPresent() && given.wasComputed()) {
        audits.explored(asked, placed.get(), explore.get(), given.message());
      }
    }
  }

  /** Computes an answer, unless it has just been computed. */
  private final class Compute implements SingleFlight.Work<Given> {
    private final Asked asked;
    private final Run<?> run;
    private final long landed;
    private final Optional<SimilarQuestions.Question> question;
    private Optional<SimilarQuestions.Placed> placed;

    Compute(
        Asked asked,
        Run<?> run,
        long landed,
        Optional<SimilarQuestions.Question> question,
        Optional<SimilarQuestions.Placed> placed) {
      this.asked = asked;
      this.run = run;
      this.landed = landed;
      this.question = question;
      this.placed = placed;
    }

    @Override
    public Given run(CallContext context) throws Exception {
      if (!asked.control().noCache() && runs.landed() != landed) {
        // Another run may have ended between this call's look and now.
        Optional<Given> kept = entries.near(asked);
        if (kept.isPresent()) {
          return kept.get();
        }
      }
      long begin = parts.clock().nanos();
      Message message = run.run(context);
      return Given.computed(message, asked.key(), Duration.ofNanos(parts.clock().nanos() - begin));
    }

    @Override
    public void keep(Given given) {
      if (!given.wasComputed()) {
        return;
      }
      if (placed.isEmpty() && question.isPresent()) {
        // Its point was not there in time, and should be by now.
        placed = place(question, parts.patience());
      }
      remember(given);
    }

    /** What is kept, and where it can be found, are there before the caller asks again. */
    private void remember(Given given) {
      entries.keep(asked, given, placed);
      try {
        placed.ifPresent(
            at -> parts.similar().remember(at, asked.key(), given.message().contiguous()));
      } catch (RuntimeException e) {
        entries.fault("remembering a question", e);
      }
    }

    @Override
    public void after(Given given) {
      if (given.wasComputed() && placed.isEmpty() && asked.rule().semantic().isPresent()) {
        placed =
            place(
                question.isPresent() ? question : parts.similar().question(asked), POINT_PATIENCE);
        if (placed.isPresent()) {
          remember(given);
        }
      }
    }

    private Optional<SimilarQuestions.Placed> place(
        Optional<SimilarQuestions.Question> known, Duration patience) {
      try {
        return known.isPresent() ? parts.similar().place(known.get(), patience) : Optional.empty();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        entries.fault("placing a question", e);
      }
      return Optional.empty();
    }
  }
}
