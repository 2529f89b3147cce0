/** The stream to the orchestrator over gRPC. */
@NullMarked
package dev.edgewise.agent.control.rpc;

import org.jspecify.annotations.NullMarked;
