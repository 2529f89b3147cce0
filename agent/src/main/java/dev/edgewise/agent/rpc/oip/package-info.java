/** The Open Inference Protocol by gRPC, over the models that this node hosts. */
@NullMarked
package dev.edgewise.agent.rpc.oip;

import org.jspecify.annotations.NullMarked;
