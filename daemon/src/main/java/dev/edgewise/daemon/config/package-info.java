/**
 * A daemon's configuration: one YAML file, and every key of it also from the environment and the
 * command line. A daemon names its keys in one class, each with default, unit, bound and meaning
 * ({@link dev.edgewise.daemon.config.KeySet}); {@code --config}, {@code --validate}, {@code
 * --print-config} and {@code --help} come from here. Whatever is wrong is found before anything
 * starts, all of it at once, each with its place and what to write instead.
 */
@NullMarked
package dev.edgewise.daemon.config;

import org.jspecify.annotations.NullMarked;
