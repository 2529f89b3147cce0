/**
 * The simulation of a zone that sizes itself, call by call: our scaler against the rules of others,
 * on the same calls. Nothing here reads a clock; equal seeds give equal reports.
 */
@NullMarked
package dev.edgewise.lab.scale;

import org.jspecify.annotations.NullMarked;
