@NullMarked
package dev.edgewise.bench.load;

import org.jspecify.annotations.NullMarked;
