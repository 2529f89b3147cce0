package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Guesses {
  @Cascade(unsureFrom = 0.3, unsureTo = 0.7)
  Guess guess(String text);

  record Guess(@Confidence double sure) {}
}

@Body(Tier.EDGE)
final class QuickGuesses implements Guesses {
  @Override
  public Guess guess(String text) {
    return new Guess(0.5);
  }
}

@Body(Tier.CLOUD)
final class ThoroughGuesses implements Guesses {
  @Override
  public Guess guess(String text) {
    return new Guess(1);
  }
}
