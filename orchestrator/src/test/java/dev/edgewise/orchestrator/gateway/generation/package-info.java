/** Tests of generations that outlive the connection of their client. */
@NullMarked
package dev.edgewise.orchestrator.gateway.generation;

import org.jspecify.annotations.NullMarked;
