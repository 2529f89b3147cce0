package scaled;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Scale;

/** A zone of its own size, method by method. */
@CloudService(scale = @Scale(min = 0, max = 4))
public interface Album {
  /** As the interface says. */
  int count(String path);

  /** With a scale of its own, in place of the interface's. */
  @CloudService(scale = @Scale(min = 1, max = 8, warm = 2))
  String index(String path);

  /** Tagged without one, so as the interface says. */
  @CloudService
  String name(String path);

  /** Of the edge, which has no zones. */
  @EdgeService
  int size(String path);
}
