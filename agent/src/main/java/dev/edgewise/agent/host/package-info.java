/**
 * Where services live on an agent: the {@link dev.edgewise.agent.host.ServiceHost} seam, and the
 * host that runs them in the agent's own JVM, each jar in a class loader of its own.
 *
 * <p>A service jar holds the service's classes, the index {@code META-INF/edgewise/bodies/} that
 * the annotation processor wrote, models in {@code META-INF/edgewise/models/} and, as jars in
 * {@code META-INF/edgewise/lib/}, what the service depends on. It does not hold Edgewise itself.
 */
@NullMarked
package dev.edgewise.agent.host;

import org.jspecify.annotations.NullMarked;
