/**
 * Bodies, for agents and for local mode alike: finding, building and calling them, with all that
 * they are given and all that may come out of them.
 */
@NullMarked
package dev.edgewise.sdk.host;

import org.jspecify.annotations.NullMarked;
