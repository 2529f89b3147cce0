/** Tests of the blocks over models that only say what they were asked. */
@NullMarked
package dev.edgewise.samples.brief;

import org.jspecify.annotations.NullMarked;
