/** The command {@code edgewise chat}: a conversation with a model through the gateway. */
@NullMarked
package dev.edgewise.cli.chat;

import org.jspecify.annotations.NullMarked;
