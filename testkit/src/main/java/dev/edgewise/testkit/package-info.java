/**
 * A fleet in this JVM, for tests: real clients, router, invoker, codecs and bodies; only sockets
 * and faults are made by hand.
 */
@NullMarked
package dev.edgewise.testkit;

import org.jspecify.annotations.NullMarked;
