/** JSON that a daemon writes itself: log lines and answers about its health. */
@NullMarked
package dev.edgewise.daemon.json;

import org.jspecify.annotations.NullMarked;
