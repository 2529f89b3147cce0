/**
 * The gateway's side towards gRPC and protobuf: calls of plain stubs passed through by descriptor,
 * server reflection, and the OpenAPI document.
 */
@NullMarked
package dev.edgewise.orchestrator.gateway.rpc;

import org.jspecify.annotations.NullMarked;
