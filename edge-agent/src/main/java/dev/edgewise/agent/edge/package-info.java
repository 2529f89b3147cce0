/** The main of the edge tier's agent; everything else is in {@code dev.edgewise.agent}. */
@NullMarked
package dev.edgewise.agent.edge;

import org.jspecify.annotations.NullMarked;
