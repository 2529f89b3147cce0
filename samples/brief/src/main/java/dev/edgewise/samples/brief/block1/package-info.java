/** Block 1: a text-to-image model on this machine. */
@NullMarked
package dev.edgewise.samples.brief.block1;

import org.jspecify.annotations.NullMarked;
