/** Agents as processes: what their parents, operators and callers see. */
@NullMarked
package dev.edgewise.agent.metrics;

import org.jspecify.annotations.NullMarked;
