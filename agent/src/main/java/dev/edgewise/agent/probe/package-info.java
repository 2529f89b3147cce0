/**
 * What the machine has: memory, processor features, accelerators. Files of the kernel are read by a
 * thin shell and understood by pure functions.
 */
@NullMarked
package dev.edgewise.agent.probe;

import org.jspecify.annotations.NullMarked;
