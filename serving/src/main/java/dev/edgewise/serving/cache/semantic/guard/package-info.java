/**
 * Whether two questions that lie near each other can mean the same, by their words: an embedder
 * hardly sees a number, a {@code not}, or who beat whom. Pure.
 */
@NullMarked
package dev.edgewise.serving.cache.semantic.guard;

import org.jspecify.annotations.NullMarked;
