/**
 * The seam between who makes calls and what carries them: a transport opens a link to a node, over
 * which requests go and replies come back.
 */
@NullMarked
package dev.edgewise.sdk.link;

import org.jspecify.annotations.NullMarked;
