/** Tensors hold what they are given. */
@NullMarked
package dev.edgewise.core.model;

import org.jspecify.annotations.NullMarked;
