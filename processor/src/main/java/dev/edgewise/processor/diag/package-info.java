/**
 * What the processor tells a developer: one catalogue of codes, each with what is wrong, why that
 * is so, and what to do about it.
 */
@NullMarked
package dev.edgewise.processor.diag;

import org.jspecify.annotations.NullMarked;
