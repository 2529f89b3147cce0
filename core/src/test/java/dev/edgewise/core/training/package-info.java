@NullMarked
package dev.edgewise.core.training;

import org.jspecify.annotations.NullMarked;
