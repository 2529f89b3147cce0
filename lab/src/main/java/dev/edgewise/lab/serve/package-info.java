/**
 * The race {@code edgewise bench serve}: our batching and the rules of others, over the same
 * engine, under the same arrivals.
 */
@NullMarked
package dev.edgewise.lab.serve;

import org.jspecify.annotations.NullMarked;
