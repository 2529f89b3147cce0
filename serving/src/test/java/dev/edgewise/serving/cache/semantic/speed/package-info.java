/** How long a semantic hit takes (JMH); not a test. */
@NullMarked
package dev.edgewise.serving.cache.semantic.speed;

import org.jspecify.annotations.NullMarked;
