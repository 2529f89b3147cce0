/** KEDA's questions, answered by gRPC. */
@NullMarked
package dev.edgewise.orchestrator.keda.rpc;

import org.jspecify.annotations.NullMarked;
