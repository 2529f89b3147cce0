/**
 * What a training job is, and what is known of its ranks: the words that orchestrator, agents and
 * the command line share.
 */
@NullMarked
package dev.edgewise.core.training;

import org.jspecify.annotations.NullMarked;
