/** Tests of semantic hits. */
@NullMarked
package dev.edgewise.serving.cache.semantic;

import org.jspecify.annotations.NullMarked;
