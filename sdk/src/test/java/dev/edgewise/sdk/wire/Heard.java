package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.link.Link;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a listener was told. */
final class Heard implements Link.Listener {
  private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

  @Override
  public void connected() {
    words.add("connected");
  }

  @Override
  public void disconnected(String because) {
    words.add(because);
  }

  Optional<String> nextIfAny() {
    return Optional.ofNullable(words.poll());
  }

  String next() throws InterruptedException {
    String word = words.poll(20, TimeUnit.SECONDS);
    if (word == null) {
      throw new AssertionError("the listener heard nothing");
    }
    return word;
  }
}
