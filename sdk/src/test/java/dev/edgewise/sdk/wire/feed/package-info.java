/** Tests of the feed, against an orchestrator that is played by hand. */
@NullMarked
package dev.edgewise.sdk.wire.feed;

import org.jspecify.annotations.NullMarked;
