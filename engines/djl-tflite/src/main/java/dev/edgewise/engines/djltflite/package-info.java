/**
 * DJL's TensorFlow Lite engine behind {@link dev.edgewise.core.model.ModelEngine}. Its API stopped
 * at 0.27 and its native library is another build of TensorFlow Lite, so both live in a class
 * loader of their own ({@link dev.edgewise.engines.djltflite.Apart}), out of jars that lie inside
 * this one.
 */
@NullMarked
package dev.edgewise.engines.djltflite;

import org.jspecify.annotations.NullMarked;
