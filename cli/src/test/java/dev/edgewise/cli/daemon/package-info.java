@NullMarked
package dev.edgewise.cli.daemon;

import org.jspecify.annotations.NullMarked;
