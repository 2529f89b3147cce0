/**
 * What the machine has: memory, processor features, accelerators. Files of the kernel are read by a
 * thin shell and understood by pure functions.
 */
@NullMarked
package dev.edgewise.core.machine;

import org.jspecify.annotations.NullMarked;
