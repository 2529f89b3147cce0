/** Tests of the wire: real servers on loopback, scripted peers, random bytes. */
@NullMarked
package dev.edgewise.sdk.wire;

import org.jspecify.annotations.NullMarked;
