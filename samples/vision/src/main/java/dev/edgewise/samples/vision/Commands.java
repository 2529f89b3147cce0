package dev.edgewise.samples.vision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lines that a parent process writes. When it stops writing, because it has what it wanted or has
 * gone, the thread that obeys is interrupted, whatever it is waiting for.
 */
final class Commands {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Commands() {}

  /** Reads from {@code in} for the current thread. */
  static Commands from(InputStream in) {
    Commands commands = new Commands();
    Thread obeys = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .name("commands")
        .start(
            () -> {
              commands.read(in);
              obeys.interrupt();
            });
    return commands;
  }

  private void read(InputStream in) {
    try {
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The same as its end.
    }
  }

  /** Waits for the next command. */
  String next() throws InterruptedException {
    return lines.take();
  }
}
