/** Block 2, in this JVM. */
@NullMarked
package dev.edgewise.samples.brief.block2;

import org.jspecify.annotations.NullMarked;
