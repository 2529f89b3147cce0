/**
 * What the orchestrator answers by HTTP to whoever has no SDK, in three protocols, and only to
 * callers that came here by a name of this machine. {@link dev.edgewise.orchestrator.http.Door}
 * lets requests in, {@link dev.edgewise.orchestrator.http.SeatedCall} makes their calls, {@link
 * dev.edgewise.orchestrator.http.Voice} says what went wrong.
 */
@NullMarked
package dev.edgewise.orchestrator.http;

import org.jspecify.annotations.NullMarked;
