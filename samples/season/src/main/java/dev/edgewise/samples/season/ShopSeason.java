package dev.edgewise.samples.season;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.sdk.spi.Generations;
import java.util.stream.Stream;

/** Takes a while for each day, and does not take it twice. */
@Body(Tier.EDGE)
final class ShopSeason implements Season {
  private final Clock clock = Clock.system();

  @Override
  public Stream<Day> simulate(int days, int stock) {
    if (days < 1 || days > 3_650 || stock < 0 || stock > 1_000_000) {
      throw new IllegalArgumentException(
          "days: " + days + ", stock: " + stock + " (expected: 1 to 3650, 0 to 1000000)");
    }
    return Generations.stream(
        Ledger.FORMAT,
        season -> {
          Ledger ledger = season.resume(season.key()).orElse(Ledger.opened(stock));
          while (ledger.day() < days && !season.cancelled()) {
            long began = clock.nanos();
            Day day = ledger.trade(season.seed());
            season.emit(day);
            ledger = ledger.after(day, clock.nanos() - began);
            season.checkpoint(ledger.day(), ledger, ledger.cost());
          }
        });
  }
}
