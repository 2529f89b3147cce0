/**
 * What a server of this fleet does against callers that hold its streams, memory or connections for
 * ever, and calls that come one after the other on one stream.
 */
@NullMarked
package dev.edgewise.sdk.wire.server;

import org.jspecify.annotations.NullMarked;
