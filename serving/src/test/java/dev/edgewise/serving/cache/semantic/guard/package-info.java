/** Tests of the guards. */
@NullMarked
package dev.edgewise.serving.cache.semantic.guard;

import org.jspecify.annotations.NullMarked;
