@NullMarked
package dev.edgewise.cli.fleet;

import org.jspecify.annotations.NullMarked;
