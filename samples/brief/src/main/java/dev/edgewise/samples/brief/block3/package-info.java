/** Block 3: a model service behind a web framework. */
@NullMarked
package dev.edgewise.samples.brief.block3;

import org.jspecify.annotations.NullMarked;
