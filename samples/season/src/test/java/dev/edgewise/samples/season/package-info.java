/** How a resumable service is tested: its node is killed while its stream is read. */
@NullMarked
package dev.edgewise.samples.season;

import org.jspecify.annotations.NullMarked;
