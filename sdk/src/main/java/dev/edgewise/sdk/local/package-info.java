/**
 * Bodies in this JVM: finding, building and calling them, and the transport that reaches them
 * without a socket.
 */
@NullMarked
package dev.edgewise.sdk.local;

import org.jspecify.annotations.NullMarked;
