/** A class with configuration and a model, as an agent builds it. */
@NullMarked
package dev.edgewise.agent.edge.gauge;

import org.jspecify.annotations.NullMarked;
