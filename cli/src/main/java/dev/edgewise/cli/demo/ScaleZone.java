package dev.edgewise.cli.demo;

import java.nio.file.Path;
import java.time.Duration;

/** The zone of the demo of scaling, as its file has it. */
final class ScaleZone {
  static final String NAME = "west1";

  /** Of one node. */
  static final double COST_PER_HOUR = 3.6;

  /** What is promised: the method's deadline, which the scaler holds to. */
  static final Duration ON_TIME = Duration.ofSeconds(3);

  private ScaleZone() {}

  /** The file, which runs the services of a jar. */
  static String file(Path jar) {
    return """
    # A zone that costs nothing while nobody buys.
    zone: west1
    # Jars, or folders of classes.
    services: ['%s']
    min: 0
    max: 4
    # A node is ended when it was not needed for so long. Short, so that one need not wait to see it; 15s unless said otherwise.
    hold: 5s
    # Of one node, in whatever currency: 0.001 a second.
    costPerHour: 3.6
    jvm: ['-XX:TieredStopAtLevel=1']
    # Four orders at a time on each node.
    flags: ['--concurrency=4', '--queue=200']
    """
        .formatted(jar.toString().replace("'", "''"));
  }
}
