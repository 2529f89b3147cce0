/** The orchestrator's configuration: its keys, each with default, unit, bound and meaning. */
@NullMarked
package dev.edgewise.orchestrator.config;

import org.jspecify.annotations.NullMarked;
