@NullMarked
package dev.edgewise.cli.call;

import org.jspecify.annotations.NullMarked;
