package dev.edgewise.serving.text;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.LanguageModel.Said;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.HostedGeneration;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.TextChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * A language model in memory, with the texts that it writes. Each call has a session of its own;
 * they share the model's threads token by token. Thread-safe.
 */
public final class TextModel implements AutoCloseable {
  /** Tokens of an answer when the caller names no number. */
  static final int DEFAULT_TOKENS = 256;

  private static final double DEFAULT_TEMPERATURE = 0.8;
  private static final double DEFAULT_TOP_P = 0.95;

  private final LanguageModel model;
  private final Worker worker;
  private final Sessions sessions;
  private final TextOptions options;
  private final int capacity;
  private final Clock clock;

  /**
   * Serves a model, which it owns.
   *
   * @param thread one thread of the system, for the model's native code; this owns it
   */
  public TextModel(LanguageModel model, TextOptions options, ExecutorService thread, Clock clock) {
    this.model = requireNonNull(model, "model");
    this.options = requireNonNull(options, "options");
    this.clock = requireNonNull(clock, "clock");
    this.worker = new Worker(thread);
    this.capacity = Math.min(options.context(), model.longest());
    this.sessions =
        new Sessions(model, worker, capacity, options.streams(), options.waiting(), clock);
  }

  /** Tokens of one text at most. */
  public int context() {
    return capacity;
  }

  /** Bytes that the weights and all sessions take when all are used. */
  public long memoryBytes() {
    return model.memoryBytes() + options.streams() * model.sessionBytes(capacity);
  }

  /** Texts that are being written now. */
  public int busy() {
    return sessions.busy();
  }

  /**
   * Writes a text, or goes on with one that another node began; blocks until it is at its end.
   *
   * @param subject what computes it, for keys
   * @param deadlineNanos of the clock
   * @param times is told at the end what it took, also when it failed
   * @throws EdgewiseException with {@code BAD_REQUEST} or {@code TOO_LARGE} for what it cannot
   *     write, {@code OVERLOADED}, {@code EXPIRED} or {@code CANCELLED}
   */
  public void complete(
      CompleteRequest request,
      CallContext context,
      ItemSink sink,
      String subject,
      long deadlineNanos,
      Consumer<TextTimes> times)
      throws InterruptedException {
    long began = clock.nanos();
    KeptState.Format format = new KeptState.Format(model.stateFormat().orElse("none"));
    HostedGeneration<KeptState, TextChunk> generation =
        HostedGeneration.of(context, sink, format, ModelCodecs.TEXT_CHUNK, subject);
    Prompt prompt = worker.run(() -> prompt(request));
    int most = Math.min(request.maxTokens().orElse(DEFAULT_TOKENS), room(prompt.tokens().length));
    TextRun run =
        new TextRun(
            model,
            worker,
            generation,
            prompt.tokens(),
            most,
            new Written(model::piece, prompt.stops()),
            new Sampler(choice(request, generation.seed())),
            new TextRun.Terms(deadlineNanos, began, clock));
    try {
      run.write(sessions, context.tenant(), sink);
    } finally {
      times.accept(run.times());
    }
  }

  private record Prompt(int[] tokens, List<String> stops) {}

  private Prompt prompt(CompleteRequest request) {
    if (request.messages().isEmpty()) {
      return new Prompt(model.tokens(request.prompt(), true, false), request.stop());
    }
    List<Said> said =
        request.messages().stream().map(each -> new Said(each.role(), each.text())).toList();
    long chars = said.stream().mapToLong(each -> each.text().length()).sum();
    if (chars > CompleteRequest.LONGEST_PROMPT) {
      throw EdgewiseException.of(
          ErrorCode.TOO_LARGE,
          "The conversation has "
              + chars
              + " characters (at most: "
              + CompleteRequest.LONGEST_PROMPT
              + "). Leave out its oldest turns.");
    }
    Optional<String> own = model.conversation(said);
    if (own.isPresent()) {
      return new Prompt(model.tokens(own.get(), true, true), request.stop());
    }
    // Without a mark for the end of a turn, such a model would play the user's part too.
    List<String> stops = new ArrayList<>(request.stop());
    stops.add(PlainConversation.nextTurn());
    return new Prompt(model.tokens(PlainConversation.of(said), true, false), stops);
  }

  private int room(int prompt) {
    if (prompt < 1) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST,
          "The prompt has no tokens for model \"" + model.name() + "\". Begin with some text.");
    }
    if (prompt >= capacity) {
      throw EdgewiseException.of(
          ErrorCode.TOO_LARGE,
          "The prompt has "
              + prompt
              + " tokens, and model \""
              + model.name()
              + "\" holds "
              + capacity
              + " here, what it writes included. Shorten the prompt"
              + (capacity < model.longest()
                  ? ", or let the node's operator raise textContext (this model can: "
                      + model.longest()
                      + ")."
                  : "."));
    }
    return capacity - prompt;
  }

  private static Choice choice(CompleteRequest request, long drawn) {
    return new Choice(
        request.temperature().orElse(DEFAULT_TEMPERATURE),
        request.topP().orElse(DEFAULT_TOP_P),
        request.topK(),
        request.seed().orElse(drawn),
        request.frequencyPenalty(),
        request.presencePenalty());
  }

  /** Writes a few tokens for nobody, so that the first caller finds the weights in memory. */
  public void warm() throws InterruptedException {
    int[] tokens = worker.run(() -> model.tokens("Once upon a time", true, false));
    if (tokens.length == 0 || tokens.length >= capacity) {
      return;
    }
    Sessions.Lease lease = sessions.take("", tokens, Long.MAX_VALUE);
    try {
      worker.run(
          () -> {
            lease.session().cut(0);
            lease.session().feed(tokens, 0, Math.min(tokens.length, lease.session().slice()), true);
            lease.session().logits(new float[model.vocabulary()]);
            lease.session().cut(0);
            return true;
          });
    } finally {
      sessions.giveBack(lease.session(), "", new int[0]);
    }
  }

  /** Ends when what has begun has ended; the model is freed. */
  @Override
  public void close() {
    worker.last(
        () -> {
          sessions.close();
          model.close();
        });
  }
}
