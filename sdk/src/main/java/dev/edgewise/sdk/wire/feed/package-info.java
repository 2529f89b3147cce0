/**
 * The way between a client and its orchestrator, and where the orchestrator is: views down;
 * sightings, traffic and decisions up.
 */
@NullMarked
package dev.edgewise.sdk.wire.feed;

import org.jspecify.annotations.NullMarked;
