// error: EW4011
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Guesses {
  @Cascade(unsureFrom = 0.3, unsureTo = 0.7)
  Guess guess(String text); // <- here

  record Guess(@Confidence double sure) {}
}

@Body(Tier.EDGE)
final class QuickGuesses implements Guesses {
  @Override
  public Guess guess(String text) {
    return new Guess(1);
  }
}
