/**
 * What becomes of the states of generations: which checkpoint is worth sending, and where those lie
 * that are too large to go along with their stream.
 */
@NullMarked
package dev.edgewise.serving.state;

import org.jspecify.annotations.NullMarked;
