/**
 * What the orchestrator serves by HTTP: the page, the API behind it, health and metrics. For
 * reading only, and only for browsers that came here by a name of this machine.
 */
@NullMarked
package dev.edgewise.orchestrator.http;

import org.jspecify.annotations.NullMarked;
