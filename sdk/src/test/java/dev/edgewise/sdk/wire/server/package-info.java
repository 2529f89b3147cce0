/** Tests of what a server does against callers that hold it up. */
@NullMarked
package dev.edgewise.sdk.wire.server;

import org.jspecify.annotations.NullMarked;
