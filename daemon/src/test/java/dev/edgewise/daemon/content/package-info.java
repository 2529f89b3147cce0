@NullMarked
package dev.edgewise.daemon.content;

import org.jspecify.annotations.NullMarked;
