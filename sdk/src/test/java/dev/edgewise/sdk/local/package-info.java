/** Tests of nodes in this JVM. */
@NullMarked
package dev.edgewise.sdk.local;

import org.jspecify.annotations.NullMarked;
