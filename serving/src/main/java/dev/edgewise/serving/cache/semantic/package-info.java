/** Questions that mean alike: finding them, and deciding whether their answers may be served. */
@NullMarked
package dev.edgewise.serving.cache.semantic;

import org.jspecify.annotations.NullMarked;
