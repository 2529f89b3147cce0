/**
 * A small HTTP server for what machines ask of a daemon: metrics and health. The JDK's own, on
 * virtual threads, for daemons that have no framework; on loopback, read-only, every answer
 * bounded.
 */
@NullMarked
package dev.edgewise.daemon.http;

import org.jspecify.annotations.NullMarked;
