/** Tests with a model whose time is a list of numbers and a clock that only it moves. */
@NullMarked
package dev.edgewise.serving.warmup;

import org.jspecify.annotations.NullMarked;
