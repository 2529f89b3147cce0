/**
 * The agent's side of the stream to the orchestrator: a lease is asked for, kept and asked for
 * again, and what the orchestrator wants of the node is done. Free of gRPC, sockets and wall time.
 */
@NullMarked
package dev.edgewise.agent.control;

import org.jspecify.annotations.NullMarked;
