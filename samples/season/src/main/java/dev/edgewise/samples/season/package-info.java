/** A stream that is worth more than the node that makes it: a resumable service of one's own. */
@NullMarked
package dev.edgewise.samples.season;

import org.jspecify.annotations.NullMarked;
