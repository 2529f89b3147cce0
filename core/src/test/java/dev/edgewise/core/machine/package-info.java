/** Agents as processes: what their parents, operators and callers see. */
@NullMarked
package dev.edgewise.core.machine;

import org.jspecify.annotations.NullMarked;
