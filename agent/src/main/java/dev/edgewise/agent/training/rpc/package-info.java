/** Ranks and their files by gRPC. */
@NullMarked
package dev.edgewise.agent.training.rpc;

import org.jspecify.annotations.NullMarked;
