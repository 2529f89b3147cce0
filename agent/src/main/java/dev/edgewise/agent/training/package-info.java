/**
 * Ranks of training jobs on this node: each a process in a session of its own, with its folder, its
 * bounds and its environment; what it says on standard output is its progress.
 */
@NullMarked
package dev.edgewise.agent.training;

import org.jspecify.annotations.NullMarked;
