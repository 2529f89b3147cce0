/** Agents as processes: what their parents, operators and callers see. */
@NullMarked
package dev.edgewise.daemon.http;

import org.jspecify.annotations.NullMarked;
