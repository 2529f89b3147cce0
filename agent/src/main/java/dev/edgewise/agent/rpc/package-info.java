/**
 * The agent's gRPC server: hosted methods as bytes, and the agent's own Describe and Probe. The
 * only place of the agent that knows gRPC and protobuf.
 *
 * <p>Threads: gRPC's event loops decide about calls and answer Describe and Probe, which is work of
 * microseconds; bodies run on virtual threads. So a node whose bodies are all busy, or stuck, still
 * refuses at once and still answers probes.
 */
@NullMarked
package dev.edgewise.agent.rpc;

import org.jspecify.annotations.NullMarked;
