/**
 * Results that a node keeps on its disk, in LMDB: found whole or not at all, in a file that never
 * grows past its size.
 */
@NullMarked
package dev.edgewise.stores.lmdb;

import org.jspecify.annotations.NullMarked;
