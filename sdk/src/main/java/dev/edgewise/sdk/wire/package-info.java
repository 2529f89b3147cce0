/** Where Edgewise meets gRPC, protobuf and JSON; their types stay in here. */
@NullMarked
package dev.edgewise.sdk.wire;

import org.jspecify.annotations.NullMarked;
