/** Agents as processes: what their parents, operators and callers see. */
@NullMarked
package dev.edgewise.daemon.log;

import org.jspecify.annotations.NullMarked;
