package needs;

import dev.edgewise.annotations.Batched;
import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Needs;
import dev.edgewise.annotations.Tier;
import java.util.List;

/** What needs an accelerator, whole and method by method. */
@CloudService
@Needs(accelerator = "gpu")
public interface Album {
  /** As the interface says. */
  int count(String path);

  /** With a need of its own, in place of the interface's. */
  @Batched
  @Needs(accelerator = "tpu-v4", memory = "4GB")
  List<String> index(List<String> paths);

  /** It holds for every body. */
  @Body(Tier.CLOUD)
  final class Thorough implements Album {
    @Override
    public int count(String path) {
      return path.length();
    }

    @Override
    public List<String> index(List<String> paths) {
      return paths;
    }
  }
}
