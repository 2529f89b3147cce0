package dev.edgewise.samples.season;

import dev.edgewise.core.model.StateFormat;
import dev.edgewise.samples.season.Season.Day;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How a season stands in the evening of a day: all that another node needs to go on with it.
 *
 * @param day 0 before the first
 * @param stock pairs of boots
 * @param nanos that it took to come here
 */
record Ledger(int day, int stock, long nanos) {
  /** Most who come on a day. */
  private static final int CROWD = 200_000;

  static final StateFormat<Ledger> FORMAT =
      new StateFormat<>() {
        @Override
        public String name() {
          return "season/1";
        }

        @Override
        public long size(Ledger ledger) {
          return 16;
        }

        @Override
        public ByteBuffer write(Ledger ledger) {
          return ByteBuffer.allocate(16)
              .putInt(ledger.day)
              .putInt(ledger.stock)
              .putLong(ledger.nanos)
              .flip();
        }

        @Override
        public Ledger read(ByteBuffer bytes) {
          if (bytes.remaining() != 16) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes (expected: 16)");
          }
          return new Ledger(bytes.getInt(), bytes.getInt(), bytes.getLong());
        }
      };

  static Ledger opened(int stock) {
    return new Ledger(0, stock, 0);
  }

  /** The next day. Its chance hangs on the luck and the day alone, not on who computes it. */
  Day trade(long luck) {
    SplittableRandom chance = new SplittableRandom(luck + day);
    int customers = chance.nextInt(CROWD);
    int wanted = 0;
    for (int i = 0; i < customers; i++) {
      wanted += chance.nextInt(1_000) == 0 ? 1 : 0;
    }
    int sold = Math.min(wanted, stock);
    return new Day(day + 1, luck, customers, sold, stock - sold);
  }

  /** In the evening of that day, which took so long. */
  Ledger after(Day today, long took) {
    return new Ledger(today.number(), today.stock(), nanos + took);
  }

  Duration cost() {
    return Duration.ofNanos(nanos);
  }
}
