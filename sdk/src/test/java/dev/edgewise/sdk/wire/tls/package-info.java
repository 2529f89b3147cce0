/** Tests of certificates that are read anew, and of what is refused. */
@NullMarked
package dev.edgewise.sdk.wire.tls;

import org.jspecify.annotations.NullMarked;
