/**
 * Whether the cache keeps its word: questions with known truth, campaigns over them and over
 * labelled pairs, and the benchmark {@code edgewise bench cache}.
 */
@NullMarked
package dev.edgewise.lab.cache;

import org.jspecify.annotations.NullMarked;
