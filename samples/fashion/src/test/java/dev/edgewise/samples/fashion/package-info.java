/** Tests of the two models that this jar puts on a class path. */
@NullMarked
package dev.edgewise.samples.fashion;

import org.jspecify.annotations.NullMarked;
