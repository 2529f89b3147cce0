/**
 * The Open Inference Protocol, version 2, without a transport: what its messages mean as requests
 * of served models, and what is answered; by JSON with its binary extension, and in the wire format
 * of its gRPC service.
 */
@NullMarked
package dev.edgewise.serving.protocol;

import org.jspecify.annotations.NullMarked;
