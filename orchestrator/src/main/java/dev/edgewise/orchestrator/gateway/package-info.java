/**
 * The gateway: for callers without an SDK the orchestrator itself makes calls, as one more client
 * of its own fleet. What can be called is what nodes have registered; how, is what the descriptors
 * say; where, the invoker decides as it does for everybody.
 */
@NullMarked
package dev.edgewise.orchestrator.gateway;

import org.jspecify.annotations.NullMarked;
