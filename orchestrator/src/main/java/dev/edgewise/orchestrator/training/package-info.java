/**
 * Training jobs: gangs of ranks over the nodes of a zone, all or nothing. {@link
 * dev.edgewise.orchestrator.training.Gangs} decides, and knows no clock and no thread; the keeper
 * carries out what it says.
 */
@NullMarked
package dev.edgewise.orchestrator.training;

import org.jspecify.annotations.NullMarked;
