/**
 * The race of generated texts: a language model on an agent against the same library called
 * directly, each in a process of its own.
 */
@NullMarked
package dev.edgewise.lab.generate;

import org.jspecify.annotations.NullMarked;
