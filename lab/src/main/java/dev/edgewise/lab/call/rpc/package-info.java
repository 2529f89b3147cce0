/** The other side of {@code edgewise bench call}: bare grpc-java, as a user would write it. */
@NullMarked
package dev.edgewise.lab.call.rpc;

import org.jspecify.annotations.NullMarked;
