/** JMH: how long a hit takes. Run by hand, as docs/testing.md says. */
@NullMarked
package dev.edgewise.stores.lmdb.speed;

import org.jspecify.annotations.NullMarked;
