package shop;

import dev.edgewise.annotations.*;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sells things.
 *
 * @since 1
 */
@EdgeService
@Deadline("2s")
public interface Shop {
  /** Takes an order; see {@link Order} and {@code Receipt}. */
  @Idempotent
  Receipt buy(Order order, int times);

  /** How sure we are that it is wanted. */
  @Cascade(unsureFrom = 0.3, unsureTo = 0.7)
  Guess guess(String text, float[] features);

  @CloudService
  @Deadline("1m")
  List<Receipt> all(Map<String, Integer> filter, Optional<Instant> since);

  void ping();

  int count(boolean open);

  Integer maybe();

  default String hello() {
    return "local";
  }

  /** What is bought. */
  record Order(
      String customer, List<Line> lines, Kind kind, Instant at, Duration patience, @Sensitive(Label.CONFIDENTIAL) byte[] card) {}

  record Line(String article, int number, double price, Optional<String> note) {}

  enum Kind {
    /** In a shop. */
    RETAIL,
    WHOLESALE
  }

  record Receipt(long id, Long other) {}

  record Guess(@Confidence double sure, String what) {}
}
