/**
 * The invoker: encodes a call, asks the router, sends it over a {@link
 * dev.edgewise.sdk.link.Transport}, sends it elsewhere when that is safe, runs the cascade, keeps
 * the record. Time, delay and randomness are handed in and sockets stay below the transport, so
 * that all of it runs on virtual time.
 */
@NullMarked
package dev.edgewise.sdk.invoke;

import org.jspecify.annotations.NullMarked;
