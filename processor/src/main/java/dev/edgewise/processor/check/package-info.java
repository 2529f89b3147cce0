/**
 * Checks what the model says: one rule a class, all mistakes at once. Knows neither the compiler
 * nor what will be written.
 */
@NullMarked
package dev.edgewise.processor.check;

import org.jspecify.annotations.NullMarked;
