/**
 * The orchestrator's side of the wire: what agents, clients and operators say by gRPC is translated
 * into the vocabulary of {@link dev.edgewise.orchestrator.fleet}, bounded on the way in, and back.
 */
@NullMarked
package dev.edgewise.orchestrator.rpc;

import org.jspecify.annotations.NullMarked;
