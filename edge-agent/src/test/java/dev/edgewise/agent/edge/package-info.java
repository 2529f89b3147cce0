/** The agent as a process of its own, with its engines. */
@NullMarked
package dev.edgewise.agent.edge;

import org.jspecify.annotations.NullMarked;
