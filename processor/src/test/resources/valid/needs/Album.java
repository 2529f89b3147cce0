package needs;

import dev.edgewise.annotations.Batched;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Needs;
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
}
