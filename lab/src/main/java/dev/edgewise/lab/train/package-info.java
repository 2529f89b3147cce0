/** Training jobs against real processes. */
@NullMarked
package dev.edgewise.lab.train;

import org.jspecify.annotations.NullMarked;
