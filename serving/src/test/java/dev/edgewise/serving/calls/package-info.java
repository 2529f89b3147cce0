/** Tests of batched methods in lanes. */
@NullMarked
package dev.edgewise.serving.calls;

import org.jspecify.annotations.NullMarked;
