/** Tests of what tools ask. */
@NullMarked
package dev.edgewise.sdk.wire.operator;

import org.jspecify.annotations.NullMarked;
