/** TLS on both ends of gRPC: certificates from files that are read again when they change. */
@NullMarked
package dev.edgewise.sdk.wire.tls;

import org.jspecify.annotations.NullMarked;
