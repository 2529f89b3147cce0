/**
 * The fleet as everybody in the orchestrator sees it who does not keep it: one picture of a moment,
 * and the few things that can be asked for.
 */
@NullMarked
package dev.edgewise.orchestrator.overview;

import org.jspecify.annotations.NullMarked;
