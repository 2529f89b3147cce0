/** How long rules take (JMH); not a test. */
@NullMarked
package dev.edgewise.rules.speed;

import org.jspecify.annotations.NullMarked;
