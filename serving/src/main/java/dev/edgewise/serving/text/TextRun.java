package dev.edgewise.serving.text;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ChainKey;
import dev.edgewise.core.model.Generation;
import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.LanguageSession;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.sdk.spi.model.TextUsage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes one text. Each token is a chunk with its number in it, so that the chunks that a caller
 * has are all that another node needs: it reads prompt and tokens, and goes on with the next.
 */
final class TextRun {
  private static final Logger LOG = System.getLogger(TextRun.class.getName());

  /**
   * Tokens between two offers of a checkpoint; the first comes when the prompt has been read. Few,
   * since a short text's state goes along with its stream, and what it holds need not be written
   * again elsewhere.
   */
  private static final int CHECKPOINT_TOKENS = 16;

  /** Written tokens that are followed in one turn; others wait meanwhile. */
  private static final int FOLLOWED = 8;

  /**
   * Until when it writes.
   *
   * @param began when the call came
   */
  record Terms(long deadlineNanos, long began, Clock clock) {}

  private final LanguageModel model;
  private final Worker worker;
  private final Generation<KeptState, TextChunk> generation;
  private final int[] prompt;
  private final int most;
  private final Written written;
  private final Sampler sampler;
  private final Terms terms;

  /** Prompt and what was written; the first {@link #held} of it are in the session. */
  private int[] tokens;

  private int length;
  private int held;
  private int reused;
  private int here;
  private long firstNanos;
  private long spentNanos;
  private int read;

  TextRun(
      LanguageModel model,
      Worker worker,
      Generation<KeptState, TextChunk> generation,
      int[] prompt,
      int most,
      Written written,
      Sampler sampler,
      Terms terms) {
    this.model = model;
    this.worker = worker;
    this.generation = generation;
    this.prompt = prompt;
    this.most = most;
    this.written = written;
    this.sampler = sampler;
    this.terms = terms;
    this.tokens = Arrays.copyOf(prompt, prompt.length + most);
    this.length = prompt.length;
  }

  /** What it took so far. */
  TextTimes times() {
    return new TextTimes(
        length - here,
        reused,
        here,
        Duration.ofNanos(here > 0 ? firstNanos - terms.began() : 0),
        Duration.ofNanos(terms.clock().nanos() - terms.began()));
  }

  void write(Sessions sessions, String tenant, ItemSink sink) throws InterruptedException {
    ChainKey key = generation.key();
    Optional<KeptState> kept = generation.resume(key);
    if (takeUp(generation.emitted())) {
      sink.opened();
      return;
    }
    if (length > prompt.length) {
      LOG.log(
          Level.INFO,
          "model {0}: a text goes on after {1} tokens of {2}",
          model.name(),
          Integer.toString(length - prompt.length),
          Integer.toString(most));
    }
    Sessions.Lease lease = sessions.take(tenant, whole(), terms.deadlineNanos());
    LanguageSession session = lease.session();
    held = lease.reused();
    boolean known = false;
    try {
      sink.opened();
      reused = Math.min(held, prompt.length);
      kept.ifPresent(state -> restore(session, state));
      go(session);
      known = true;
    } catch (EdgewiseException | InterruptedException e) {
      // Ended between two steps: what is in the session is what was counted.
      known = session.length() == held;
      throw e;
    } finally {
      if (known) {
        // Only what was read as a prompt: what was written has other bits than as a prompt.
        sessions.giveBack(session, tenant, Arrays.copyOf(tokens, Math.min(held, prompt.length)));
      } else {
        sessions.giveUp(session);
      }
    }
  }

  private int[] whole() {
    return Arrays.copyOf(tokens, length);
  }

  /** Takes up what the caller has; whether that is the whole text. */
  private boolean takeUp(List<TextChunk> emitted) {
    for (TextChunk chunk : emitted) {
      if (!chunk.finish().isEmpty()) {
        generation.continueAfterEmitted();
        return true;
      }
      for (long token : chunk.tokens()) {
        if (token < 0 || token >= model.vocabulary() || length == tokens.length) {
          throw EdgewiseException.of(
              ErrorCode.BAD_REQUEST,
              "The text cannot go on here: what the caller has of it holds token "
                  + token
                  + " at place "
                  + (length - prompt.length)
                  + ", and there are "
                  + model.vocabulary()
                  + " tokens and room for "
                  + most
                  + ". Ask for it from the beginning.");
        }
        String unused = written.add((int) token);
        sampler.wrote((int) token);
        tokens[length++] = (int) token;
      }
    }
    if (!emitted.isEmpty()) {
      generation.continueAfterEmitted();
    }
    return false;
  }

  /** Puts a state into the session when it is of a beginning of this text. */
  private void restore(LanguageSession session, KeptState state) {
    if (state.tokens() >= length || state.tokens() <= held) {
      return;
    }
    try {
      held = 0;
      worker.run(
          () -> {
            session.restore(state.bytes().get(), state.tokens());
            return true;
          });
      held = state.tokens();
    } catch (IllegalArgumentException _) {
      // What cannot be read is read anew: the tokens are there.
      held = session.length();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      held = session.length();
    }
  }

  private void go(LanguageSession session) throws InterruptedException {
    float[] logits = new float[model.vocabulary()];
    read(session);
    offer(session);
    while (written.count() < most && !written.stopped()) {
      check();
      long begin = terms.clock().nanos();
      int next = worker.run(() -> step(session, logits));
      spentNanos += terms.clock().nanos() - begin;
      held = session.length();
      if (model.ends(next)) {
        finish(TextChunk.STOP, written.end(), new long[0]);
        return;
      }
      tokens[length++] = next;
      here++;
      firstNanos = here == 1 ? terms.clock().nanos() : firstNanos;
      sampler.wrote(next);
      String shown = written.add(next);
      if (written.stopped()) {
        finish(TextChunk.STOP, shown, new long[] {next});
        return;
      }
      generation.emit(new TextChunk(shown, new long[] {next}, "", Optional.empty()));
      if (here % CHECKPOINT_TOKENS == 0) {
        offer(session);
      }
    }
    finish(TextChunk.LENGTH, written.end(), new long[0]);
  }

  /**
   * Takes in all but the last token, a slice at a time, so that other texts get their turns: the
   * prompt as it was read, and what was written as it was written, so that it goes on with the very
   * same bits.
   */
  private void read(LanguageSession session) throws InterruptedException {
    long begin = terms.clock().nanos();
    int from = held;
    while (held < length - 1) {
      check();
      held =
          worker.run(
              () -> {
                if (held < prompt.length) {
                  int most = Math.min(length - 1, prompt.length);
                  session.feed(tokens, held, Math.min(most, held + session.slice()), false);
                } else {
                  int end = Math.min(length - 1, held + FOLLOWED);
                  for (int i = held; i < end; i++) {
                    session.follow(tokens[i], false);
                  }
                }
                return session.length();
              });
    }
    read = held - from;
    spentNanos = terms.clock().nanos() - begin;
  }

  /** Reads the last token, and chooses the next. */
  private int step(LanguageSession session, float[] logits) {
    if (length == prompt.length) {
      session.feed(tokens, length - 1, length, true);
    } else {
      session.follow(tokens[length - 1], true);
    }
    session.logits(logits);
    return sampler.choose(logits);
  }

  /** What a token took here, others' turns included, is what one of a checkpoint saves. */
  private void offer(LanguageSession session) throws InterruptedException {
    if (model.stateFormat().isEmpty() || read + here == 0 || held == 0) {
      return;
    }
    long size = worker.run(session::stateSize);
    generation.checkpoint(
        held,
        new KeptState(held, size, () -> bytes(session)),
        Duration.ofNanos(spentNanos / (read + here) * held));
  }

  private ByteBuffer bytes(LanguageSession session) {
    try {
      return worker.run(session::state);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdgewiseException.of(ErrorCode.CANCELLED, "The text was given up.", e);
    }
  }

  private void check() {
    if (generation.cancelled()) {
      boolean late = terms.clock().nanos() >= terms.deadlineNanos();
      throw EdgewiseException.of(
          late ? ErrorCode.EXPIRED : ErrorCode.CANCELLED,
          "Model \""
              + model.name()
              + "\" stopped after "
              + written.count()
              + " tokens: "
              + (late
                  ? "the deadline passed. Give it a longer one, or ask for fewer tokens."
                  : "the caller gave up."));
    }
  }

  private void finish(String why, String text, long[] last) throws InterruptedException {
    generation.emit(
        new TextChunk(
            text, last, why, Optional.of(new TextUsage(prompt.length, written.count(), reused))));
  }
}
