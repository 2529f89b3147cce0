/** How sure a difference is: intervals, paired and ranked comparison, when a run is steady. */
@NullMarked
package dev.edgewise.bench.stats;

import org.jspecify.annotations.NullMarked;
