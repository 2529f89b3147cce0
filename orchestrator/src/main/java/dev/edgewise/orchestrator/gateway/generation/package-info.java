/**
 * Generations that outlive the connection of their client: what a resumable call has given so far,
 * who has read how far, and until when it is kept for one that comes back. {@code GenerationBook}
 * decides, on time that it is handed; {@code GenerationDesk} has the threads around it.
 */
@NullMarked
package dev.edgewise.orchestrator.gateway.generation;

import org.jspecify.annotations.NullMarked;
