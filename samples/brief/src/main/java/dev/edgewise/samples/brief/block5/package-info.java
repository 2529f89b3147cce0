/** Block 5: dynamic batching. */
@NullMarked
package dev.edgewise.samples.brief.block5;

import org.jspecify.annotations.NullMarked;
