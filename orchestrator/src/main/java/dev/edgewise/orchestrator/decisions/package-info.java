/**
 * Keeping and finding the records of decisions that clients ship: the last ones in memory, and
 * those who watch them come. Pure: what a record holds is not looked at.
 */
@NullMarked
package dev.edgewise.orchestrator.decisions;

import org.jspecify.annotations.NullMarked;
