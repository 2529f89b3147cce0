/** Two services of which one calls the other, and a test of what the inner call inherits. */
@NullMarked
package dev.edgewise.lab.nested;

import org.jspecify.annotations.NullMarked;
