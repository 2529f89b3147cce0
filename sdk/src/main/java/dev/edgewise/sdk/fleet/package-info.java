/**
 * The fleet as a client sees it: which nodes there are, as it was told or as the orchestrator says;
 * how each fares, as the client itself finds out; and what it tells the orchestrator of that.
 */
@NullMarked
package dev.edgewise.sdk.fleet;

import org.jspecify.annotations.NullMarked;
