/** Tests of the cache. */
@NullMarked
package dev.edgewise.serving.cache;

import org.jspecify.annotations.NullMarked;
