/**
 * Zones whose nodes Kubernetes starts and ends: the orchestrator says how many there should be, and
 * KEDA asks it. It decides nothing here that {@code zone} has not decided.
 */
@NullMarked
package dev.edgewise.orchestrator.keda;

import org.jspecify.annotations.NullMarked;
