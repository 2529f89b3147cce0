/**
 * Where Edgewise meets gRPC, protobuf and JSON; their types stay in here and in the packages below.
 * In this one: calls, whole or in chunks, from a link to a node and back.
 */
@NullMarked
package dev.edgewise.sdk.wire;

import org.jspecify.annotations.NullMarked;
