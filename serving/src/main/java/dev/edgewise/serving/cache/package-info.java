/**
 * Answers calls with what was answered before: what makes two questions the same, one run for many
 * callers, and what a node's cache tells of itself.
 */
@NullMarked
package dev.edgewise.serving.cache;

import org.jspecify.annotations.NullMarked;
