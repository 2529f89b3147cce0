@NullMarked
package dev.edgewise.bench.report;

import org.jspecify.annotations.NullMarked;
