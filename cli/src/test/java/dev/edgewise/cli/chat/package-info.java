@NullMarked
package dev.edgewise.cli.chat;

import org.jspecify.annotations.NullMarked;
