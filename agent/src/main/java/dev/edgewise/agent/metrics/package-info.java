/** What an agent measures: calls, its queue, its lease. Names are in docs/agents.md. */
@NullMarked
package dev.edgewise.agent.metrics;

import org.jspecify.annotations.NullMarked;
