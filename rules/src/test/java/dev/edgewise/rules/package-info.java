@NullMarked
package dev.edgewise.rules;

import org.jspecify.annotations.NullMarked;
