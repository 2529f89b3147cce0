/** Training jobs. */
@NullMarked
package dev.edgewise.cli.train;

import org.jspecify.annotations.NullMarked;
