/** Tests of the store on disk. */
@NullMarked
package dev.edgewise.stores.lmdb;

import org.jspecify.annotations.NullMarked;
