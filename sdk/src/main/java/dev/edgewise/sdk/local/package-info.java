/**
 * This JVM as a fleet: two nodes, what they host when it is first asked for, and the transport that
 * reaches them without a socket.
 */
@NullMarked
package dev.edgewise.sdk.local;

import org.jspecify.annotations.NullMarked;
