/** Tests of services that are known by their descriptors alone. */
@NullMarked
package dev.edgewise.sdk.wire.dynamic;

import org.jspecify.annotations.NullMarked;
