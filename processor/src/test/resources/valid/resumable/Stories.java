package resumable;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Resumable;
import java.util.stream.Stream;

/** Tells stories that are worth more than the node that tells them. */
@EdgeService
public interface Stories {
  /** Chapter by chapter. */
  @Resumable
  @Deadline("10m")
  Stream<Chapter> tell(String plot) throws NoPlot;

  /** A part of a story. */
  record Chapter(int number, String text) {}

  /** Nothing can be told of that. */
  final class NoPlot extends Exception {
    private static final long serialVersionUID = 1;
  }
}
