/** Tests of where results are kept. */
@NullMarked
package dev.edgewise.serving.cache.store;

import org.jspecify.annotations.NullMarked;
