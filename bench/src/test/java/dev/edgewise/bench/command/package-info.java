@NullMarked
package dev.edgewise.bench.command;

import org.jspecify.annotations.NullMarked;
