package scaled;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;

@Body(Tier.CLOUD)
final class Both implements Album {
  @Override
  public int count(String path) {
    return path.length();
  }

  @Override
  public String index(String path) {
    return path;
  }

  @Override
  public String name(String path) {
    return path;
  }

  @Override
  public int size(String path) {
    return path.length();
  }
}
