@NullMarked
package dev.edgewise.cli.cache;

import org.jspecify.annotations.NullMarked;
