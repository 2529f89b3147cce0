package dev.edgewise.samples.vision;

import dev.edgewise.core.NodeStatus;
import dev.edgewise.core.Outcome;
import java.time.Duration;
import java.time.Instant;

/** To whom the application tells what happens. Thread-safe. */
interface Story {
  /** A picture has been looked at. */
  void picture(Frame frame, Outcome<Faces> outcome);

  /** The album has been made. */
  void album(Outcome<Album> outcome);

  /** One call of many has ended. */
  void call(Instant made, Duration took, Outcome<Faces> outcome);

  /** What is known of a node has changed. */
  void node(NodeStatus status);

  /** A stage is over. */
  void done(String stage);

  /** Something is not as it should be. */
  void trouble(String message);
}
