/** What the product was asked for, block by block; this starts one of them. */
@NullMarked
package dev.edgewise.samples.brief;

import org.jspecify.annotations.NullMarked;
