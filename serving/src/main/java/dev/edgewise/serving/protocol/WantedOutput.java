package dev.edgewise.serving.protocol;

import static java.util.Objects.requireNonNull;

/**
 * An output that a caller named.
 *
 * @param name of the tensor
 * @param binary whether it wants raw bytes and no JSON; means nothing by gRPC
 * @param classes how many of the highest scores it wants in place of the tensor; 0 for the tensor
 */
record WantedOutput(String name, boolean binary, int classes) {
  WantedOutput {
    requireNonNull(name, "name");
  }
}
