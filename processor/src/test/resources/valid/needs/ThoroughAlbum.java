package needs;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import java.util.List;

@Body(Tier.CLOUD)
final class ThoroughAlbum implements Album {
  @Override
  public int count(String path) {
    return path.length();
  }

  @Override
  public List<String> index(List<String> paths) {
    return paths;
  }
}
