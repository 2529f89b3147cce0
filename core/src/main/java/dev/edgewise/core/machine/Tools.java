package dev.edgewise.core.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Programs of the machine that tell about it. */
interface Tools {
  /** The most that one may say. */
  int MOST_BYTES = 64 << 10;

  /** What it wrote to its standard output; empty when it is not there, fails or takes too long. */
  String say(List<String> command);

  /**
   * Runs programs. One that hangs, as {@code nvidia-smi} does on a card that fell off its bus, is
   * ended after so many seconds.
   */
  static Tools system(int seconds) {
    return command -> {
      Process process;
      try {
        process =
            new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
      } catch (IOException e) {
        return "";
      }
      CompletableFuture<String> said = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try (InputStream out = process.getInputStream()) {
                  said.complete(new String(out.readNBytes(MOST_BYTES), UTF_8));
                } catch (IOException e) {
                  said.complete("");
                }
              },
              "edgewise-probe");
      reader.setDaemon(true);
      reader.start();
      try {
        return said.get(seconds, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        return "";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "";
      } finally {
        process.destroyForcibly();
      }
    };
  }
}
