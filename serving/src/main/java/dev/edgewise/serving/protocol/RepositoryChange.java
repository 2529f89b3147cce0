package dev.edgewise.serving.protocol;

import dev.edgewise.sdk.spi.WireReader;

/**
 * A load or an unload of a model.
 *
 * @param model its name
 * @param withParameters whether it says how, which nothing here follows
 */
record RepositoryChange(String model, boolean withParameters) {
  static final Reading<RepositoryChange> READING =
      new Reading<>("repository request", RepositoryChange::read);

  private static RepositoryChange read(WireReader in) {
    // Triton has the model's name second, after a repository's; KServe has it first.
    String first = "";
    String second = "";
    boolean parameters = false;
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == (1 << 3 | WireReader.LENGTH_DELIMITED)) {
        first = in.string();
      } else if (tag == (2 << 3 | WireReader.LENGTH_DELIMITED)) {
        second = in.string();
      } else {
        parameters |= tag == (3 << 3 | WireReader.LENGTH_DELIMITED);
        in.skip(tag);
      }
    }
    return new RepositoryChange(second.isEmpty() ? first : second, parameters);
  }
}
