/** Daemons as processes of this machine: one, a whole fleet, or only whether one would start. */
@NullMarked
package dev.edgewise.cli.daemon;

import org.jspecify.annotations.NullMarked;
