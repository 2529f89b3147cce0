@NullMarked
package dev.edgewise.cli.shell;

import org.jspecify.annotations.NullMarked;
