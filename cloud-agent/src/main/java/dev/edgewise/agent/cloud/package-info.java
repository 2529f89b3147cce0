/** The main of the cloud tier's agent; everything else is in {@code dev.edgewise.agent}. */
@NullMarked
package dev.edgewise.agent.cloud;

import org.jspecify.annotations.NullMarked;
