/** Tests of what a client knows of its fleet. */
@NullMarked
package dev.edgewise.sdk.fleet;

import org.jspecify.annotations.NullMarked;
