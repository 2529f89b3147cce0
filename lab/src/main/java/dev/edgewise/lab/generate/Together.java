package dev.edgewise.lab.generate;

import dev.edgewise.core.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes texts at the same time and takes their times: the same code for each system. */
final class Together {
  /** Makes one text. */
  interface Writer {
    /**
     * Makes it.
     *
     * @param onPiece is run whenever a token or more have come
     * @return how many tokens were made
     */
    int write(String prompt, int tokens, Runnable onPiece) throws Exception;
  }

  private Together() {}

  /** One text for each prompt, all begun at once. */
  static Run run(Clock clock, List<String> prompts, int tokens, Writer writer)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(prompts.size())) {
      long begun = clock.nanos();
      List<Callable<Timed>> tasks = new ArrayList<>();
      for (String prompt : prompts) {
        tasks.add(() -> Timed.of(clock, prompt, tokens, writer));
      }
      long last = begun;
      List<Run.Stream> streams = new ArrayList<>();
      for (Future<Timed> each : threads.invokeAll(tasks)) {
        Timed timed = each.get();
        last = Math.max(last, timed.last);
        streams.add(new Run.Stream(timed.tokens, timed.first - timed.begun));
      }
      return new Run(last - begun, streams);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a text could not be made: " + e.getCause(), e.getCause());
    }
  }

  /** Of one thread. */
  private static final class Timed {
    private final long begun;
    private int tokens;
    private long first;
    private long last;

    private Timed(long begun) {
      this.begun = begun;
    }

    static Timed of(Clock clock, String prompt, int most, Writer writer) throws Exception {
      Timed timed = new Timed(clock.nanos());
      timed.tokens =
          writer.write(
              prompt,
              most,
              () -> {
                timed.last = clock.nanos();
                timed.first = timed.first == 0 ? timed.last : timed.first;
              });
      if (timed.tokens == 0 || timed.first == 0) {
        throw new IllegalStateException("no token came");
      }
      return timed;
    }
  }
}
