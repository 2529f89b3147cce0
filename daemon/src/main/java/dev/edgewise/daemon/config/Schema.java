package dev.edgewise.daemon.config;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * What the configuration of one daemon looks like.
 *
 * @param introduction first part of {@code --help}: what the daemon is, with an example or two;
 *     ends with a line break
 * @param keys all keys
 * @param config makes a configuration of values that passed all checks
 * @param <C> the configuration
 */
public record Schema<C>(String introduction, KeySet keys, Function<Values, C> config) {
  public Schema {
    requireNonNull(introduction, "introduction");
    requireNonNull(keys, "keys");
    requireNonNull(config, "config");
  }
}
