package dev.edgewise.lab;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes drops as fast as they are taken. */
@Body(Tier.EDGE)
final class EdgeTaps implements Taps {
  private final AtomicLong made = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();

  @Override
  public Stream<Drop> pour(int count, int bytes) {
    open.incrementAndGet();
    return IntStream.range(0, count)
        .mapToObj(
            number -> {
              made.incrementAndGet();
              return new Drop(number, new byte[bytes]);
            })
        .onClose(open::decrementAndGet);
  }

  @Override
  public Poured poured() {
    return new Poured(made.get(), open.get());
  }
}
