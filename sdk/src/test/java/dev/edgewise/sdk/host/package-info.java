/** Tests of bodies, and of what they are given when they are built. */
@NullMarked
package dev.edgewise.sdk.host;

import org.jspecify.annotations.NullMarked;
