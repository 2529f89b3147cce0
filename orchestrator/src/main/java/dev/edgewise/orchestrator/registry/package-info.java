/**
 * The fleet as a registry outside shows it. Without one configured nothing of this runs: the fleet
 * itself is kept in {@link dev.edgewise.orchestrator.fleet}, and what a registry shows is a copy.
 * {@link dev.edgewise.orchestrator.registry.Listings} says what should be there, {@link
 * dev.edgewise.orchestrator.registry.Catalogue} what has to be done about it, {@link
 * dev.edgewise.orchestrator.registry.Publisher} does it.
 */
@NullMarked
package dev.edgewise.orchestrator.registry;

import org.jspecify.annotations.NullMarked;
