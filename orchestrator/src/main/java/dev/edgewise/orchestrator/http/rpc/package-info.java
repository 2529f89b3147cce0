/**
 * Connections of the HTTP server, in Netty's terms: their time limits, how they end, and whether
 * who asked is still there.
 */
@NullMarked
package dev.edgewise.orchestrator.http.rpc;

import org.jspecify.annotations.NullMarked;
