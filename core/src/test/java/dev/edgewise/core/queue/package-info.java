/** Tests of the queueing mathematics. */
@NullMarked
package dev.edgewise.core.queue;

import org.jspecify.annotations.NullMarked;
