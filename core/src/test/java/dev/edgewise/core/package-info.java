/** The vocabulary checks itself. */
@NullMarked
package dev.edgewise.core;

import org.jspecify.annotations.NullMarked;
