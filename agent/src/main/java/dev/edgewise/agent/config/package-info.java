/**
 * An agent's configuration: one YAML file, and every key of it also from the environment and the
 * command line. Keys stand in one place with default, unit, bound and meaning; whatever is wrong is
 * found before anything starts, all of it at once, each with its place.
 */
@NullMarked
package dev.edgewise.agent.config;

import org.jspecify.annotations.NullMarked;
