/** Block 4: a cache in memory and on disk, which answers what only means alike too. */
@NullMarked
package dev.edgewise.samples.brief.block4;

import org.jspecify.annotations.NullMarked;
