/**
 * Block 2: tagged methods of a plain class, the light one on edge nodes, the heavy one in a zone.
 */
@NullMarked
package dev.edgewise.samples.brief.block2;

import org.jspecify.annotations.NullMarked;
