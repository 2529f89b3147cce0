/** Tests of the neutral Open Inference Protocol. */
@NullMarked
package dev.edgewise.serving.protocol;

import org.jspecify.annotations.NullMarked;
