/** Calls by gRPC that no stub would make. */
@NullMarked
package dev.edgewise.lab.wrong.rpc;

import org.jspecify.annotations.NullMarked;
