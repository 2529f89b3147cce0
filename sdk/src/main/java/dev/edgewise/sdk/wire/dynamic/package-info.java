/** Services that are known by their descriptors alone: JSON in, JSON out. */
@NullMarked
package dev.edgewise.sdk.wire.dynamic;

import org.jspecify.annotations.NullMarked;
