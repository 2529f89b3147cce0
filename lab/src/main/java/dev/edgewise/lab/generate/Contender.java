package dev.edgewise.lab.generate;

import java.io.IOException;
import java.util.List;

/** Makes texts, in whatever processes it has. For one thread. */
interface Contender extends AutoCloseable {
  /** As it stands in the report. */
  String name();

  /** Makes one text for each prompt at the same time. */
  Run run(List<String> prompts, int tokens) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
