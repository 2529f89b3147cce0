/**
 * Zones that are started and ended by need: what an operator asks of each (a template), the state
 * machine that decides which nodes to start, keep and end, the seam to what starts them, and the
 * desk where a sleeping zone is woken.
 */
@NullMarked
package dev.edgewise.orchestrator.zone;

import org.jspecify.annotations.NullMarked;
