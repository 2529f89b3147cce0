/**
 * What people and their tools look at by HTTP: the page, the API behind it, its stream of events,
 * health and metrics. For reading only.
 */
@NullMarked
package dev.edgewise.orchestrator.http.page;

import org.jspecify.annotations.NullMarked;
