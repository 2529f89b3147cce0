/** One gRPC client for every server of the protocol, and its messages without generated classes. */
@NullMarked
package dev.edgewise.lab.oip.rpc;

import org.jspecify.annotations.NullMarked;
