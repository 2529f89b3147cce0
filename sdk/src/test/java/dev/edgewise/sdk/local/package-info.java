/** What bodies are given when they are built. */
@NullMarked
package dev.edgewise.sdk.local;

import org.jspecify.annotations.NullMarked;
