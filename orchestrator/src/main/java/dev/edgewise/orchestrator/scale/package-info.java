/**
 * How many nodes a zone wants: a state machine over signals that are handed in, without a clock, a
 * thread or I/O, so that daemon and simulation run the same code.
 */
@NullMarked
package dev.edgewise.orchestrator.scale;

import org.jspecify.annotations.NullMarked;
