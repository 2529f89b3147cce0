package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;
import dev.edgewise.core.model.TensorModel;

@EdgeService
interface Work {
  int work(int x);
}

@EdgeService
interface Prices {
  int price(String article);
}

@Body(Tier.EDGE)
final class Wants implements Work {
  private final Settings settings;

  Wants(@Uses("prices") TensorModel model, Prices prices, Settings settings) {
    this.settings = settings;
  }

  @Override
  public int work(int x) {
    return x * settings.factor();
  }
}

record Settings(int factor) {}
