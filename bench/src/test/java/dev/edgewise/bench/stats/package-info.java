@NullMarked
package dev.edgewise.bench.stats;

import org.jspecify.annotations.NullMarked;
